import TidemarkLibrary

/// From a page's texts to records.
extension ComparePage {
    consuming func reading() -> CatalogueReading {
        var problems = problems
        var slugs: Set<String> = []
        var tools: [ToolRecord] = []
        for (name, entry) in zip(names, entries) {
            let parts = VersionedName(name)
            let slug = Slug.unique(Slug.make(parts.tool), among: slugs)
            slugs.insert(slug)
            tools.append(tool(slug: slug, parts: parts, shownName: name, entry))
            problems += checks(name, entry)
        }
        return CatalogueReading(document: CatalogueDocument(tools: tools), problems: problems)
    }

    private func tool(slug: String, parts: VersionedName, shownName: String, _ entry: Entry) -> ToolRecord {
        let pricing = entry.decisions[.pricing] ?? entry.entryPrice
        let release = ReleaseRecord(
            slug: parts.version.map(Slug.make) ?? "current", name: shownName, version: parts.version,
            pricingText: pricing,
            tiers: PriceText.parse(pricing), takes: entry.takes)
        let bestFor = entry.decisions[.bestFor]
        return ToolRecord(
            slug: slug, name: parts.tool,
            category: entry.category.isEmpty ? entry.decisions[.category] ?? "" : entry.category,
            tagline: entry.tagline.isEmpty ? bestFor ?? "" : entry.tagline,
            description: entry.description.joined(separator: "\n\n"), bestFor: bestFor == entry.tagline ? nil : bestFor,
            releases: [release])
    }

    /// What the page states but its parts do not give.
    private func checks(_ name: String, _ entry: Entry) -> [CatalogueProblem] {
        var problems: [CatalogueProblem] = []
        let computed = PanelTally(takes: entry.takes).verdictLabel
        if let stated = entry.decisions[.panelVerdict], stated != computed {
            problems.append(
                CatalogueProblem(
                    .warning,
                    "The page gives \(name) the verdict \"\(stated)\", its takes give \"\(computed)\": "
                        + "check that no take is missing."))
        }
        if let votes = entry.decisions[.community], votes != CommunityTally().label {
            problems.append(
                CatalogueProblem(
                    .warning,
                    "The votes on \(name) (\"\(votes)\") are those of the page's visitors and are not taken over."))
        }
        if let category = entry.decisions[.category], !entry.category.isEmpty, category != entry.category {
            problems.append(
                CatalogueProblem(
                    .warning,
                    "The page files \(name) under \"\(entry.category)\" and under \"\(category)\"; the first is kept."))
        }
        return problems
    }
}

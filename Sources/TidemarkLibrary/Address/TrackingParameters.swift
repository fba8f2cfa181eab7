/// Names of query parameters that say where a reader came from and never what is shown: rule 11 of
/// `AddressNormalizer`. A name is listed only if the service that adds it documents it for that purpose and no
/// site is known to use it for content; short and common words (`ref`, `source`, `si`) are therefore left alone.
enum TrackingParameters {
    private static let prefixes = ["utm_", "mtm_", "hsa_"].map { Array($0.utf8) }

    private static let names = Set(
        [
            // Google: Ads, Campaign Manager, Analytics, Merchant Center
            "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "_ga", "_gl", "srsltid",
            // Meta
            "fbclid", "fb_action_ids", "fb_action_types", "fb_source", "igshid", "igsh", "mibextid",
            // Microsoft, Yandex, X, TikTok, LinkedIn, Pinterest, Reddit, Snapchat
            "msclkid", "yclid", "ysclid", "_openstat", "twclid", "ttclid", "li_fat_id", "epik", "rdt_cid", "sccid",
            // Mailchimp, HubSpot, Marketo, Vero, Drip, Omeda, Klaviyo
            "mc_cid", "mc_eid", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking", "mkt_tok", "vero_id",
            "vero_conv", "__s", "oly_anon_id", "oly_enc_id", "_kx",
            // Matomo before 4, Adobe, Impact, Branch, Wicked Reports
            "pk_campaign", "pk_cpn", "pk_keyword", "pk_kwd", "pk_source", "pk_medium", "pk_content", "piwik_campaign",
            "piwik_kwd", "ef_id", "s_kwcid", "irclickid", "_branch_match_id", "_branch_referrer", "wickedid",
        ].map { Array($0.utf8) })

    /// Whether the parameter of this percent-normalised name is dropped.
    static func contains(_ name: ArraySlice<UInt8>) -> Bool {
        // From the shortest listed name to more than any name in use: long values without an equals sign cost nothing.
        guard (3...64).contains(name.count) else { return false }
        let lowercased = name.map(\.asciiLowercased)
        return prefixes.contains { lowercased.starts(with: $0) } || names.contains(lowercased)
    }
}

/// Few values by field, ascending: one allocation where a dictionary takes two and a hash.
package struct FieldMap<Value: Hashable & Sendable>: Hashable, Sendable, Sequence {
    package struct Element: Hashable, Sendable {
        package let key: FieldID
        package var value: Value
    }

    private var elements: [Element] = []

    package init() {}

    package var count: Int { elements.count }
    package var values: some Sequence<Value> { elements.lazy.map(\.value) }

    package func makeIterator() -> IndexingIterator<[Element]> { elements.makeIterator() }

    package subscript(field: FieldID) -> Value? {
        get { elements.first { $0.key == field }?.value }
        set {
            let index = elements.firstIndex { $0.key >= field } ?? elements.count
            let isThere = index < elements.count && elements[index].key == field
            switch (newValue, isThere) {
            case (let value?, true): elements[index].value = value
            case (let value?, false): elements.insert(Element(key: field, value: value), at: index)
            case (nil, true): elements.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// Changes a value in place.
    package mutating func update<Result>(
        _ field: FieldID, default value: @autoclosure () -> Value, _ body: (inout Value) -> Result
    ) -> Result {
        let index = elements.firstIndex { $0.key >= field } ?? elements.count
        if index == elements.count || elements[index].key != field {
            elements.insert(Element(key: field, value: value()), at: index)
        }
        return body(&elements[index].value)
    }
}

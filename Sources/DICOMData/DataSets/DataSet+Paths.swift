// Look-up by path: from sequence to item to sequence, down to an element.

extension DataSet {
    /// The element at the end of a path; nil where it, or a sequence or item on the way, is absent, and where the path ends with an item.
    public subscript(path: TagPath) -> DataElement? {
        guard let last = path.steps.last, last.item == nil else { return nil }
        return scope(of: path)?.element(at: last)
    }

    /// The items of the sequence at the end of a path; empty where it is absent or no sequence.
    public func items(at path: TagPath) -> SequenceItems {
        self[path]?.items ?? SequenceItems()
    }

    /// The item at the end of a path, `(5200,9230)[3]`; nil where it is absent, and where the path ends with an element. An empty path leads
    /// to the data set itself.
    public func item(at path: TagPath) -> DataSet? {
        guard let last = path.steps.last else { return self }
        return scope(of: path)?.item(at: last)
    }

    /// The item that holds the last step.
    private func scope(of path: TagPath) -> DataSet? {
        var scope = self
        for step in path.steps.dropLast() {
            guard let item = scope.item(at: step) else { return nil }
            scope = item
        }
        return scope
    }

    private func item(at step: TagPath.Step) -> DataSet? {
        guard let number = step.item, let items = element(at: step)?.items, items.indices.contains(number) else { return nil }
        return items[number]
    }

    func element(at step: TagPath.Step) -> DataElement? {
        if let tag = step.privateTag { return self[tag] }
        return self[step.tag]
    }
}

#if canImport(Darwin)
    private import Darwin
#elseif canImport(Musl)
    private import Musl
#else
    private import Glibc
#endif

/// A folder whose insides are reached by names, and never what lies outside.
package struct Folder: Sendable {
    /// With links followed, absolute.
    package let path: String

    /// Makes the folder where it is missing; the one that it lies in must be there.
    package init(making path: String) throws(ByteSourceError) {
        // unsafe: the path is lent to C as a terminated string for this call.
        guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else { throw ByteSourceError(errno: errno, doing: .writing) }
        try self.init(at: path)
    }

    /// - Throws: where there is no such folder.
    package init(at path: String) throws(ByteSourceError) {
        guard let real = Self.realPath(path) else { throw ByteSourceError(errno: errno, doing: .opening) }
        guard Self.isFolder(real) else { throw ByteSourceError(errno: ENOTDIR, doing: .opening) }
        self.path = real
    }

    /// The path of what the names lead to; nil where there is nothing, or where a link leads out of the folder.
    ///
    /// Names are compared exactly first, then without regard to case, as media are mounted that know capitals only.
    package func path(of names: [String]) -> String? {
        var current = path
        for name in names {
            guard Self.isName(name) else { return nil }
            if Self.exists(current + "/" + name) {
                current += "/" + name
            } else if let other = Self.entries(in: current).first(where: { $0.name.lowercased() == name.lowercased() }) {
                current += "/" + other.name
            } else {
                return nil
            }
        }
        guard let real = Self.realPath(current), contains(real) else { return nil }
        return real
    }

    /// The names of every file below, folder by folder in the order of names, folders that links lead to left out.
    ///
    /// - Parameter limit: names after which no more are sought.
    package func files(limit: Int = .max) -> [[String]] {
        var found: [[String]] = []
        gather(below: [], into: &found, limit: limit)
        return found
    }

    private func gather(below names: [String], into found: inout [[String]], limit: Int) {
        // Deeper than any honest medium; a loop of mounts would otherwise never end.
        guard names.count < 32 else { return }
        let folder = ([path] + names).joined(separator: "/")
        for entry in Self.entries(in: folder).sorted(by: { $0.name < $1.name }) where found.count < limit {
            switch entry.kind ?? Self.kind(of: folder + "/" + entry.name) {
            case S_IFDIR: gather(below: names + [entry.name], into: &found, limit: limit)
            case S_IFREG: found.append(names + [entry.name])
            default: break
            }
        }
    }

    /// Makes the folders that lead to a name, where they are missing.
    ///
    /// - Returns: Whether all of them are in this one; nothing is made beyond a link that leads out.
    @discardableResult
    package func makeFolders(_ names: some Sequence<String>) throws(ByteSourceError) -> Bool {
        var current = path
        for name in names {
            guard Self.isName(name) else { throw ByteSourceError(errno: EINVAL, doing: .writing) }
            current += "/" + name
            // unsafe: the path is lent to C as a terminated string for this call.
            guard unsafe mkdir(current, 0o755) != 0 else { continue }
            guard errno == EEXIST else { throw ByteSourceError(errno: errno, doing: .writing) }
            guard let real = Self.realPath(current), contains(real) else { return false }
        }
        return true
    }

    /// Where a file of that name is to be written: its folders are made, and none of them leads out of this one.
    ///
    /// - Returns: A path without links; nil where the names lead out, or to something other than a file.
    package func place(for names: [String]) throws(ByteSourceError) -> String? {
        guard let name = names.last, Self.isName(name) else { return nil }
        guard try makeFolders(names.dropLast()), let folder = path(of: Array(names.dropLast())), Self.isFolder(folder) else { return nil }
        let place = folder + "/" + name
        guard let kind = Self.kind(of: place) else { return place }
        return kind == S_IFREG ? place : nil
    }

    /// Whether this folder is another one, or lies in it.
    package func isInside(_ other: Folder) -> Bool { other.contains(path) }

    private func contains(_ real: String) -> Bool { real == path || real.hasPrefix(path == "/" ? "/" : path + "/") }

    /// Takes away what processes that were ended by force have left of files that were not whole, in this folder and those below.
    ///
    /// - Important: Nobody else may be writing here.
    /// - Returns: The names of those.
    @discardableResult
    package func removePartialFiles() -> [[String]] {
        let left = files().filter { PartialFile.isPartialName($0.last ?? "") }
        for names in left {
            // unsafe: the path is lent to C as a terminated string for this call.
            _ = unsafe unlink(([path] + names).joined(separator: "/"))
        }
        return left
    }

    /// One step down: neither empty, nor a way up or elsewhere.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }

    private static func realPath(_ path: String) -> String? {
        // unsafe: the path is lent to C, which returns a string of its own that is copied and freed.
        guard let real = unsafe realpath(path, nil) else { return nil }
        // unsafe: as above.
        defer { unsafe free(real) }
        // unsafe: as above.
        return unsafe String(cString: real)
    }

    private static func exists(_ path: String) -> Bool { kind(of: path) != nil }

    private static func isFolder(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

    /// The kind of what lies there, links not followed.
    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        // unsafe: C fills the struct, whose address does not outlive the call.
        return unsafe lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// What lies in a folder, and its kind where the file system tells it with the name.
    private static func entries(in folder: String) -> [(name: String, kind: mode_t?)] {
        // unsafe: the stream is this function's own and closed at its end.
        guard let stream = unsafe opendir(folder) else { return [] }
        // unsafe: as above.
        defer { unsafe closedir(stream) }
        var entries: [(name: String, kind: mode_t?)] = []
        // unsafe: an entry is valid until the next call; its name is copied before that.
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                // unsafe: C ends the name with a zero byte within the field.
                unsafe field.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { unsafe String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            // unsafe: a field of the entry. Type 0 is unknown; the others are the kind of file, shifted down.
            let type = unsafe mode_t(entry.pointee.d_type)
            entries.append((name, type == 0 ? nil : type << 12))
        }
        return entries
    }
}

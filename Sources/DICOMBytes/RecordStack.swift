#if canImport(Darwin)
    private import Darwin
#elseif canImport(Musl)
    private import Musl
#else
    private import Glibc
#endif

/// A stack of plain records for a parser's inner loop: a push is a compare and a store, a block moves with one copy, and a large one grows
/// without being copied.
///
/// Safe, although it holds a pointer: it owns what lies there, and every index is checked. Whoever can read it, nobody can change it.
// @unchecked: memory with one owner, whose records are Sendable.
@safe @frozen @usableFromInline package struct RecordStack<Record: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
    @usableFromInline var memory: UnsafeMutablePointer<Record>
    @usableFromInline var capacity: Int
    @usableFromInline var filled = 0

    /// Records on the stack.
    @inlinable package var count: Int {
        @inline(__always) get { filled }
    }

    /// - Parameter capacity: for which memory is taken at once.
    package init(capacity: Int) {
        self.capacity = max(capacity, 4)
        // unsafe: freed in deinit
        unsafe memory = Self.resized(nil, to: self.capacity)
    }

    deinit {
        // unsafe: the owner's last use; plain records need no deinitialisation
        unsafe free(memory)
    }

    /// Memory of this many records, with what `old` held. Where there is none, the process cannot go on.
    private static func resized(_ old: UnsafeMutablePointer<Record>?, to capacity: Int) -> UnsafeMutablePointer<Record> {
        let (size, overflow) = capacity.multipliedReportingOverflow(by: MemoryLayout<Record>.stride)
        precondition(!overflow, "too many records")
        // unsafe: plain records may be moved as bytes; what malloc gives is aligned for each of them
        guard let memory = unsafe realloc(old, size) else { fatalError("out of memory") }
        // unsafe: the size is that of `capacity` records
        return unsafe memory.bindMemory(to: Record.self, capacity: capacity)
    }

    @inlinable @inline(__always)
    package mutating func push(_ record: Record) {
        if filled == capacity { reserve(1) }
        // unsafe: `filled` is below the capacity
        unsafe (memory + filled).initialize(to: record)
        filled += 1
    }

    /// Makes room for this many more.
    @usableFromInline @inline(never)
    mutating func reserve(_ more: Int) {
        capacity = max(2 * capacity, filled + more)
        // unsafe: the old memory is not used any more
        unsafe memory = Self.resized(memory, to: capacity)
    }

    /// The record at an index below ``count``.
    @inlinable
    package subscript(index: Int) -> Record {
        @inline(__always) get {
            precondition(index >= 0 && index < filled, "no such record")
            // unsafe: checked in the line above
            return unsafe memory[index]
        }
        @inline(__always) set {
            precondition(index >= 0 && index < filled, "no such record")
            // unsafe: checked in the line above
            unsafe memory[index] = newValue
        }
    }

    /// Takes off all records from `base` on.
    @inlinable @inline(__always)
    package mutating func truncate(to base: Int) {
        precondition(base >= 0 && base <= filled, "no such record")
        filled = base
    }

    /// Moves the records from `base` on to another stack, as one block.
    @inlinable @inline(__always)
    package mutating func move(from base: Int, to target: inout RecordStack) {
        precondition(base >= 0 && base <= filled, "no such record")
        let moved = filled - base
        if moved > target.capacity - target.filled { target.reserve(moved) }
        // unsafe: the records from `base` to `filled` are initialised, and the target has room for them
        unsafe (target.memory + target.filled).initialize(from: memory + base, count: moved)
        target.filled += moved
        filled = base
    }
}

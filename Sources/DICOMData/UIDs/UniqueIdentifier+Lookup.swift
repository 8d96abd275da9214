extension UniqueIdentifier {
    /// What a registered identifier stands for, in the words of PS3.6 table A-1.
    public struct Kind: RawRepresentable, Sendable, Hashable {
        public var rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        public static let sopClass = Self(rawValue: "SOP Class")
        public static let metaSOPClass = Self(rawValue: "Meta SOP Class")
        public static let serviceClass = Self(rawValue: "Service Class")
        public static let transferSyntax = Self(rawValue: "Transfer Syntax")
        public static let wellKnownSOPInstance = Self(rawValue: "Well-known SOP Instance")
        public static let wellKnownFrameOfReference = Self(rawValue: "Well-known frame of reference")
        public static let synchronizationFrameOfReference = Self(rawValue: "Synchronization Frame of Reference")
        public static let codingScheme = Self(rawValue: "Coding Scheme")
        public static let uidsAsCodingScheme = Self(rawValue: "DICOM UIDs as a Coding Scheme")
        public static let applicationContextName = Self(rawValue: "Application Context Name")
        public static let applicationHostingModel = Self(rawValue: "Application Hosting Model")
        public static let mappingResource = Self(rawValue: "Mapping Resource")
        public static let ldapOID = Self(rawValue: "LDAP OID")
    }

    /// The name of PS3.6 Annex A, as `CT Image Storage`; nil where the identifier isn't registered or, for two retired ones, has none.
    public var name: String? { registered?.name }

    /// The keyword of PS3.6 Annex A, as `CTImageStorage`; nil where the identifier isn't registered or has none.
    public var keyword: String? { registered?.keyword }

    public var kind: Kind? { registered?.kind }

    public var isRetired: Bool { registered?.isRetired ?? false }

    /// The identifier whose keyword is `keyword`, if PS3.6 registers one.
    public init?(keyword: some StringProtocol) {
        guard let found = Self.byKeyword[String(keyword)] else { return nil }
        self = found
    }

    /// Every identifier of PS3.6 Annex A, in the order of the registry's text.
    public static var allRegistered: [Self] { rows.map(\.identifier) }

    private var registered: Row? { Self.byIdentifier[self] }

    private struct Row: Sendable {
        var identifier: UniqueIdentifier
        var kind: Kind
        var isRetired: Bool
        var keyword: String?
        var name: String?
    }

    private static let rows: [Row] = registryText.utf8.split(separator: UInt8(ascii: "\n")).map { line in
        let fields = line.split(separator: UInt8(ascii: "|"), maxSplits: 4, omittingEmptySubsequences: false).map { String(Substring($0)) }
        return Row(
            identifier: Self(fields[0]), kind: registryKinds[Int(fields[1])!], isRetired: !fields[2].isEmpty,
            keyword: fields[3].isEmpty ? nil : fields[3], name: fields[4].isEmpty ? nil : fields[4])
    }

    private static let byIdentifier = Dictionary(uniqueKeysWithValues: rows.map { ($0.identifier, $0) })

    private static let byKeyword = Dictionary(
        uniqueKeysWithValues: rows.compactMap { row in row.keyword.map { ($0, row.identifier) } })
}

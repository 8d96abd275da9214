import DICOMData
import DICOMTestSupport
import Testing

@Suite("Unique identifiers, PS3.5 chapter 9 and PS3.6 Annex A")
struct UniqueIdentifierTests {
    @Test(
        "are valid by the rules of PS3.5 9.1",
        arguments: ["1", "0", "1.2.840.10008.1.1", "2.25.0", "0.10.0", String(repeating: "1.", count: 31) + "12"])
    func acceptsValid(text: String) {
        #expect(UniqueIdentifier(text).isValid)
    }

    @Test(
        "are invalid when empty, too long, with other characters, empty components or leading zeros",
        arguments: [
            "", ".", "1.", ".1", "1..2", "1.02", "00", "1.2.x", "1.2 ", "1.2\0", " 1.2", "1,2", "1.-2", "1.٣",
            String(repeating: "1.", count: 32) + "1",
        ])
    func refusesInvalid(text: String) {
        #expect(!UniqueIdentifier(text).isValid)
    }

    @Test("have name, keyword and kind where the standard registers them")
    func knowsRegistered() {
        let ct: UniqueIdentifier = "1.2.840.10008.5.1.4.1.1.2"
        #expect(ct == .ctImageStorage && ct.name == "CT Image Storage" && ct.keyword == "CTImageStorage" && ct.kind == .sopClass)
        #expect(!ct.isRetired && UniqueIdentifier(keyword: "CTImageStorage") == ct)
        #expect(UniqueIdentifier("1.2.840.10008.1.2.2").isRetired && UniqueIdentifier("1.2.840.10008.1.2.2").kind == .transferSyntax)
        #expect(UniqueIdentifier.verification.rawValue == "1.2.840.10008.1.1")
        #expect(UniqueIdentifier.enhancedMRImageStorage.rawValue == "1.2.840.10008.5.1.4.1.1.4.1")
        #expect(UniqueIdentifier.studyRootQueryRetrieveInformationModelFind.rawValue == "1.2.840.10008.5.1.4.1.2.2.1")
        #expect(UniqueIdentifier.storageCommitmentPushModelInstance.kind == .wellKnownSOPInstance)
    }

    @Test("say nothing where the standard registers nothing")
    func knowsNothingElse() {
        let own: UniqueIdentifier = "1.2.826.0.1.3680043.99"
        #expect(own.name == nil && own.keyword == nil && own.kind == nil && !own.isRetired && own.isValid)
        #expect(UniqueIdentifier(keyword: "NoSuchKeyword") == nil)
    }

    @Test("of the registry are valid, differ and are found by their keyword")
    func roundTrips() {
        let all = UniqueIdentifier.allRegistered
        #expect(all.count == 490 && Set(all).count == 490)
        let kinds: Set<UniqueIdentifier.Kind> = [
            .sopClass, .metaSOPClass, .serviceClass, .transferSyntax, .wellKnownSOPInstance, .wellKnownFrameOfReference,
            .synchronizationFrameOfReference, .codingScheme, .uidsAsCodingScheme, .applicationContextName, .applicationHostingModel,
            .mappingResource, .ldapOID,
        ]
        #expect(Set(all.compactMap(\.kind)) == kinds)
        #expect(all.filter { $0.name == nil }.count == 2)
        for uid in all {
            #expect(uid.isValid)
            // The standard keeps two retired SOP classes without name and keyword.
            #expect((uid.name == nil) == (uid.keyword == nil) && uid.name != "")
            if let keyword = uid.keyword { #expect(UniqueIdentifier(keyword: keyword) == uid) }
        }
    }

    @Test("agree with the source table", .enabled(if: StandardTables.isPresent))
    func agreesWithTable() throws {
        for row in try StandardTables.rows(of: "uids.tsv") {
            let uid = UniqueIdentifier(row[0])
            #expect(uid.kind?.rawValue == row[2] && uid.isRetired == (row[4] == "Retired") && uid.keyword ?? "" == row[5], "\(row[0])")
            #expect(uid.name ?? "" == row[1])
        }
    }
}

// What a record of each kind repeats of the instance that it stands for (PS3.3 F.5).

extension DirectoryRecord.RecordType {
    /// The kind of record for instances of a SOP Class (PS3.3 table F.4-1). Whatever has no kind of its own is an image.
    init(forInstancesOf sopClass: UniqueIdentifier?) {
        let uid = sopClass?.rawValue ?? ""
        if let name = Self.byClass[uid] {
            self.init(rawValue: name)
        } else if let family = Self.byFamily.first(where: { uid.hasPrefix($0.prefix) }) {
            self.init(rawValue: family.name)
        } else {
            self = .image
        }
    }

    private static let byClass: [String: String] = {
        let classes: [(UniqueIdentifier, String)] = [
            (.rtDoseStorage, "RT DOSE"), (.rtStructureSetStorage, "RT STRUCTURE SET"), (.rtPlanStorage, "RT PLAN"),
            (.rtIonPlanStorage, "RT PLAN"),
            (.rtBeamsTreatmentRecordStorage, "RT TREAT RECORD"), (.rtBrachyTreatmentRecordStorage, "RT TREAT RECORD"),
            (.rtTreatmentSummaryRecordStorage, "RT TREAT RECORD"), (.rtIonBeamsTreatmentRecordStorage, "RT TREAT RECORD"),
            (.keyObjectSelectionDocumentStorage, "KEY OBJECT DOC"), (.mrSpectroscopyStorage, "SPECTROSCOPY"), (.rawDataStorage, "RAW DATA"),
            (.spatialRegistrationStorage, "REGISTRATION"), (.deformableSpatialRegistrationStorage, "REGISTRATION"),
            (.spatialFiducialsStorage, "FIDUCIAL"), (.realWorldValueMappingStorage, "VALUE MAP"),
            (.stereometricRelationshipStorage, "STEREOMETRIC"), (.surfaceSegmentationStorage, "SURFACE"),
            (.surfaceScanMeshStorage, "SURFACE SCAN"), (.surfaceScanPointCloudStorage, "SURFACE SCAN"),
            (.tractographyResultsStorage, "TRACT"), (.contentAssessmentResultsStorage, "ASSESSMENT"),
            (.microscopyBulkSimpleAnnotationsStorage, "ANNOTATION"), (.colorPaletteStorage, "PALETTE"),
            (.hangingProtocolStorage, "HANGING PROTOCOL"),
        ]
        return Dictionary(uniqueKeysWithValues: classes.map { ($0.0.rawValue, $0.1) })
    }()

    /// Classes that the standard numbers side by side.
    private static let byFamily = [
        (prefix: "1.2.840.10008.5.1.4.1.1.9.", name: "WAVEFORM"), (prefix: "1.2.840.10008.5.1.4.1.1.11.", name: "PRESENTATION"),
        (prefix: "1.2.840.10008.5.1.4.1.1.88.", name: "SR DOCUMENT"), (prefix: "1.2.840.10008.5.1.4.1.1.104.", name: "ENCAP DOC"),
        (prefix: "1.2.840.10008.5.1.4.1.1.78.", name: "MEASUREMENT"),
    ]

    /// Attributes that every record of the kind has, with a value or without.
    var keys: [DataElement.Tag] {
        switch rawValue {
        case "PATIENT": [.patientName, .patientID]
        case "STUDY": [.studyDate, .studyTime, .accessionNumber, .studyDescription, .studyInstanceUID, .studyID]
        case "SERIES": [.modality, .seriesInstanceUID, .seriesNumber]
        case "RT DOSE": [.instanceNumber, .doseSummationType]
        case "RT STRUCTURE SET": [.instanceNumber, .structureSetLabel, .structureSetDate, .structureSetTime]
        case "RT PLAN": [.instanceNumber, .rtPlanLabel, .rtPlanDate, .rtPlanTime]
        case "RT TREAT RECORD": [.instanceNumber, .treatmentDate, .treatmentTime]
        case "PRESENTATION":
            [
                .presentationCreationDate, .presentationCreationTime, .instanceNumber, .contentLabel, .contentDescription,
                .contentCreatorName,
            ]
        case "WAVEFORM": [.instanceNumber, .contentDate, .contentTime]
        case "SR DOCUMENT": [.instanceNumber, .completionFlag, .verificationFlag, .contentDate, .contentTime, .conceptNameCodeSequence]
        case "KEY OBJECT DOC": [.instanceNumber, .contentDate, .contentTime, .conceptNameCodeSequence]
        case "SPECTROSCOPY":
            [.imageType, .contentDate, .contentTime, .instanceNumber, .numberOfFrames, .rows, .columns, .dataPointRows, .dataPointColumns]
        case "RAW DATA": [.contentDate, .contentTime, .instanceNumber]
        case "REGISTRATION", "FIDUCIAL", "VALUE MAP", "SURFACE":
            [.contentDate, .contentTime, .instanceNumber, .contentLabel, .contentDescription, .contentCreatorName]
        case "ENCAP DOC":
            [.contentDate, .contentTime, .instanceNumber, .conceptNameCodeSequence, .documentTitle, .mimeTypeOfEncapsulatedDocument]
        case "MEASUREMENT", "SURFACE SCAN", "ASSESSMENT", "ANNOTATION", "TRACT": [.instanceNumber, .contentDate, .contentTime]
        case "PALETTE": [.contentLabel, .contentDescription]
        case "HANGING PROTOCOL":
            [
                .hangingProtocolName, .hangingProtocolDescription, .hangingProtocolLevel, .hangingProtocolCreator,
                .hangingProtocolCreationDateTime, .hangingProtocolDefinitionSequence, .numberOfPriorsReferenced,
                .hangingProtocolUserIdentificationCodeSequence,
            ]
        case "STEREOMETRIC": []
        default: [.instanceNumber]
        }
    }

    /// Attributes that a record of the kind has where the instance has them: issuers, so that numbers of two hospitals are kept apart, what
    /// viewers show of an image, and conditional keys.
    var optionalKeys: [DataElement.Tag] {
        switch rawValue {
        case "PATIENT": [.issuerOfPatientID, .patientBirthDate, .patientSex]
        case "SERIES": [.seriesDate, .seriesTime, .seriesDescription, .institutionName]
        case "IMAGE": [.imageType, .rows, .columns, .numberOfFrames, .imagePositionPatient, .imageOrientationPatient, .pixelSpacing]
        case "PRESENTATION": [.referencedSeriesSequence]
        case "SR DOCUMENT": [.verificationDateTime]
        case "ENCAP DOC": [.hl7InstanceIdentifier]
        default: []
        }
    }
}

extension DirectoryRecord {
    /// A record with the keys of its kind from an instance.
    init(_ type: RecordType, of instance: DataSet) throws(DataSetError) {
        self.init(type: type, dataSet: try Self.item(try Self.elements(type, of: instance), in: instance.characterSet))
    }

    /// The record of the instance itself.
    init(_ file: DICOMFile, fileID: [String]) throws(DataSetError) {
        let instance = file.dataSet
        let sopClass = try instance.uniqueIdentifier(.sopClassUID)
        let type = RecordType(forInstancesOf: sopClass)
        var elements = try Self.elements(type, of: instance)
        elements.append(try DataElement(.referencedFileID, .texts(fileID)))
        for (tag, uid) in [
            (DataElement.Tag.referencedSOPClassUIDInFile, sopClass),
            (.referencedSOPInstanceUIDInFile, try instance.uniqueIdentifier(.sopInstanceUID)),
            (.referencedTransferSyntaxUIDInFile, file.transferSyntax.uid),
        ] {
            guard let uid else { throw Self.missing(tag) }
            elements.append(try DataElement(tag, .uniqueIdentifier(uid), as: .ui, in: .isoIR6, checking: false))
        }
        self.init(type: type, dataSet: try Self.item(elements, in: instance.characterSet))
    }

    private static func elements(_ type: RecordType, of instance: DataSet) throws(DataSetError) -> [DataElement] {
        var elements: [DataElement] = []
        for key in type.keys {
            if let element = instance[key] { elements.append(element) } else { elements.append(try DataElement(key, .empty)) }
        }
        for key in type.optionalKeys {
            if let element = instance[key], !element.isEmpty { elements.append(element) }
        }
        elements.append(try DataElement(.directoryRecordType, .texts([type.rawValue])))
        return elements
    }

    /// The data set of a record in bytes of its own, as a DICOMDIR has them, with links that lead nowhere yet: a directory of many files
    /// keeps nothing else of them in memory.
    static func item(_ elements: [DataElement], in characterSet: SpecificCharacterSet) throws(DataSetError) -> DataSet {
        // A group length is of no use here, and links are made anew.
        var elements = elements.filter { $0.tag.element != 0 && !unlinked.contains($0.tag) }
        // Text goes on in the character set that it came in, and the record says which (PS3.3 F.5, Specific Character Set).
        let hasText = elements.contains { $0.valueRepresentation.textRules?.usesSpecificCharacterSet == true || $0.isSequence }
        elements.append(contentsOf: unlinked)
        return try DataSet(elements: elements, in: hasText ? characterSet : .isoIR6).compacted()
    }

    /// Links that lead nowhere.
    private static let unlinked: DataSet = {
        var encoder = ElementEncoder()
        encoder.appendHeader(.offsetOfTheNextDirectoryRecord, .ul, length: 4)
        encoder.append(UInt32(0))
        encoder.appendHeader(.recordInUseFlag, .us, length: 2)
        encoder.append(UInt16(0xFFFF))
        encoder.appendHeader(.offsetOfReferencedLowerLevelDirectoryEntity, .ul, length: 4)
        encoder.append(UInt32(0))
        do throws(DataSetError) {
            return try DataSet(encoded: encoder.bytes, inheriting: .isoIR6)
        } catch {
            preconditionFailure("three elements that were just encoded are read back")
        }
    }()

    private static func missing(_ tag: DataElement.Tag) -> DataSetError {
        DataSetError(
            code: .invalidValue, path: TagPath([TagPath.Step(tag)]), problem: "The instance has no SOP Class or no SOP Instance UID.",
            remedy: "Only composite instances can be indexed in a DICOMDIR.")
    }
}

// What a record of each kind repeats of the instance that it stands for (PS3.3 F.5).

extension DirectoryRecord.RecordType {
    /// The kind of record for instances of a SOP Class (PS3.3 table F.4-1). Whatever has no kind of its own is an image.
    init(forInstancesOf sopClass: UniqueIdentifier?) {
        let keyword = sopClass?.keyword ?? ""
        let exact: [String: String] = [
            "RTDoseStorage": "RT DOSE", "RTStructureSetStorage": "RT STRUCTURE SET", "RTPlanStorage": "RT PLAN",
            "RTIonPlanStorage": "RT PLAN",
            "KeyObjectSelectionDocumentStorage": "KEY OBJECT DOC", "MRSpectroscopyStorage": "SPECTROSCOPY", "RawDataStorage": "RAW DATA",
            "SpatialRegistrationStorage": "REGISTRATION", "DeformableSpatialRegistrationStorage": "REGISTRATION",
            "SpatialFiducialsStorage": "FIDUCIAL", "RealWorldValueMappingStorage": "VALUE MAP",
            "StereometricRelationshipStorage": "STEREOMETRIC", "SurfaceSegmentationStorage": "SURFACE",
            "SurfaceScanMeshStorage": "SURFACE SCAN", "SurfaceScanPointCloudStorage": "SURFACE SCAN", "ColorPaletteStorage": "PALETTE",
            "HangingProtocolStorage": "HANGING PROTOCOL", "TractographyResultsStorage": "TRACT",
            "ContentAssessmentResultsStorage": "ASSESSMENT", "MicroscopyBulkSimpleAnnotationsStorage": "ANNOTATION",
        ]
        let endings = [
            ("TreatmentRecordStorage", "RT TREAT RECORD"), ("TreatmentSummaryRecordStorage", "RT TREAT RECORD"),
            ("PresentationStateStorage", "PRESENTATION"), ("WaveformStorage", "WAVEFORM"), ("ECGStorage", "WAVEFORM"),
            ("SRStorage", "SR DOCUMENT"),
            ("DoseSRStorage", "SR DOCUMENT"), ("MeasurementsStorage", "MEASUREMENT"), ("RefractionStorage", "MEASUREMENT"),
        ]
        if let name = exact[keyword] {
            self.init(rawValue: name)
        } else if keyword.hasPrefix("Encapsulated") {
            self.init(rawValue: "ENCAP DOC")
        } else if let ending = endings.first(where: { keyword.hasSuffix($0.0) }) {
            self.init(rawValue: ending.1)
        } else {
            self = .image
        }
    }

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
        var elements: [DataElement] = []
        for key in type.keys {
            if let element = instance[key] { elements.append(element) } else { elements.append(try DataElement(key, .empty)) }
        }
        for key in type.optionalKeys {
            if let element = instance[key], !element.isEmpty { elements.append(element) }
        }
        elements.append(try DataElement(.directoryRecordType, .texts([type.rawValue])))
        // Text goes on in the character set that it came in, and the record says which (PS3.3 F.5, Specific Character Set).
        let hasText = elements.contains { $0.valueRepresentation.textRules?.usesSpecificCharacterSet == true || $0.isSequence }
        if hasText, instance.characterSet != .isoIR6 { elements.append(DataElement(declaring: instance.characterSet)) }
        self.init(type: type, dataSet: DataSet(elements: elements, in: instance.characterSet))
    }

    /// The record of the instance itself.
    init(_ file: DICOMFile, fileID: [String]) throws(DataSetError) {
        let instance = file.dataSet
        let sopClass = try instance.uniqueIdentifier(.sopClassUID)
        let record = try DirectoryRecord(RecordType(forInstancesOf: sopClass), of: instance)
        var elements = Array(record.dataSet)
        elements.append(try DataElement(.referencedFileID, .texts(fileID)))
        for (tag, uid) in [
            (DataElement.Tag.referencedSOPClassUIDInFile, sopClass),
            (.referencedSOPInstanceUIDInFile, try instance.uniqueIdentifier(.sopInstanceUID)),
            (.referencedTransferSyntaxUIDInFile, file.transferSyntax.uid),
        ] {
            guard let uid else { throw Self.missing(tag) }
            elements.append(try DataElement(tag, .uniqueIdentifier(uid), as: .ui, in: .isoIR6, checking: false))
        }
        self.init(type: record.type, dataSet: DataSet(elements: elements, in: instance.characterSet))
    }

    private static func missing(_ tag: DataElement.Tag) -> DataSetError {
        DataSetError(
            code: .invalidValue, path: TagPath([TagPath.Step(tag)]), problem: "The instance has no SOP Class or no SOP Instance UID.",
            remedy: "Only composite instances can be indexed in a DICOMDIR.")
    }
}

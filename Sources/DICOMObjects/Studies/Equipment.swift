public import DICOMData

/// What made an object (PS3.3 C.7.5.1, General Equipment Module). A view: each property reads its attribute when it is asked for.
public struct Equipment: Sendable {
    private let dataSet: DataSet

    public init(_ dataSet: DataSet) { self.dataSet = dataSet }

    /// Manufacturer (0008,0070).
    public var manufacturer: String? { get throws(ObjectError) { try dataSet.text(.manufacturer) } }

    /// Manufacturer's Model Name (0008,1090).
    public var modelName: String? { get throws(ObjectError) { try dataSet.text(.manufacturerModelName) } }

    /// Device Serial Number (0018,1000).
    public var deviceSerialNumber: String? { get throws(ObjectError) { try dataSet.text(.deviceSerialNumber) } }

    /// Software Versions (0018,1020).
    public var softwareVersions: [String] { get throws(ObjectError) { try dataSet.texts(.softwareVersions) } }

    /// Station Name (0008,1010).
    public var stationName: String? { get throws(ObjectError) { try dataSet.text(.stationName) } }

    /// Institution Name (0008,0080).
    public var institutionName: String? { get throws(ObjectError) { try dataSet.text(.institutionName) } }

    /// Institutional Department Name (0008,1040).
    public var departmentName: String? { get throws(ObjectError) { try dataSet.text(.institutionalDepartmentName) } }
}

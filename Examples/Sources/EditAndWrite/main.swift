// EditAndWrite IN OUT: gives an image another patient and another identity, adds a private note, and writes it in Unicode. Pixels and all that
// is not named here are copied as they stand. IN and OUT may be the same file.
import Hounsfield

let (input, output) = (CommandLine.arguments[1], CommandLine.arguments[2])
var file = try DICOMFile(at: input)

// Text that is there is converted when the file is written.
try file.dataSet.set(.specificCharacterSet, to: "ISO_IR 192")
try file.dataSet.set(.patientName, to: "Probst^Ada=試験^花")
try file.dataSet.set(.patientID, to: "P-17")
try file.dataSet.set(.sopInstanceUID, to: .uniqueIdentifier(.generated()))
file.dataSet.remove(.patientBirthDate)

// What it was made from (PS3.3 C.12.4.1.1), an item of a sequence that is made where there is none.
var source = DataSet()
if let element = file.fileMetaInformation[.mediaStorageSOPClassUID] {
    try source.set(.referencedSOPClassUID, to: .texts(element.strings()))
}
if let element = file.fileMetaInformation[.mediaStorageSOPInstanceUID] {
    try source.set(.referencedSOPInstanceUID, to: .texts(element.strings()))
}
file.dataSet.editItems(of: .sourceImageSequence) { $0 = [source] }

// A private block is reserved for its creator, the first that is free (PS3.5 7.8.1).
try file.dataSet.set(privateElement: 0x01, group: 0x0029, creator: "EXAMPLE.ORG", to: "edited by an example", as: .lo)

try file.write(to: output)

let again = try DICOMFile(at: output, options: .strict)
print("\(output): \(again.dataSet.count) elements, \(try again.dataSet.string(.patientName) ?? "")")

@_exported public import DICOMCodecs
@_exported public import DICOMData
@_exported public import DICOMImaging
@_exported public import DICOMObjects

/// One attribute of a data set (PS3.5 7.1): tag, value representation and value.
public struct DataElement: Sendable {
}

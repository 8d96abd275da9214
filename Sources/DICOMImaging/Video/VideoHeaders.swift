/// Finds the headers of a video in the first bytes of its stream, whatever it is wrapped in.
///
/// Bounded: it looks at no more than a window of the stream, or of the header of an MP4.
enum VideoHeaders {
    /// Bytes at the start of a stream in which its headers must stand.
    static let window = 1 << 20

    /// - Parameters:
    ///   - count: Bytes of the whole stream.
    ///   - read: Gives bytes of the stream; less than asked at its end.
    static func properties(count: Int, codec: VideoProperties.Codec, read: (Range<Int>) -> [UInt8]) -> VideoProperties? {
        let start = read(0..<min(count, window))
        let container = container(of: start)
        var properties: VideoProperties?
        switch container {
        case .none: properties = elementary(start, codec)
        case .transportStream: properties = elementary(transportPayload(start), codec)
        case .programStream: properties = elementary(programPayload(start), codec)
        case .mp4: properties = MP4Headers.properties(count: count, codec: codec, read: read)
        }
        properties?.container = container
        return properties
    }

    private static func container(of start: [UInt8]) -> VideoProperties.Container {
        let isTransport = start.count > 188 && start[0] == 0x47 && start[188] == 0x47
        if isTransport { return .transportStream }
        if start.starts(with: [0, 0, 1, 0xBA]) { return .programStream }
        if start.count >= 8, ["ftyp", "moov", "mdat", "free", "styp"].contains(String(decoding: start[4..<8], as: UTF8.self)) {
            return .mp4
        }
        return .none
    }

    // MARK: Elementary streams

    static func elementary(_ bytes: [UInt8], _ codec: VideoProperties.Codec) -> VideoProperties? {
        let starts = startCodes(bytes)
        // A unit of the headers is short; what is longer is cut and told by the reader.
        func unit(_ index: Int) -> [UInt8] {
            let end = index + 1 < starts.count ? starts[index + 1] : bytes.count
            return Array(bytes[min(starts[index] + 3, end)..<min(end, starts[index] + 3 + 4096)])
        }
        for index in starts.indices {
            let content = unit(index)
            guard let first = content.first else { continue }
            switch codec {
            case .mpeg2 where first == 0xB3:
                let next = index + 1 < starts.count ? unit(index + 1) : []
                return MPEG2SequenceHeader.properties(
                    header: Array(content.dropFirst()), extension: next.first == 0xB5 ? Array(next.dropFirst()) : nil)
            case .avc where first & 0x1F == 7 && first & 0x80 == 0:
                if let found = AVCParameterSet.properties(rawPayload(content.dropFirst())) { return found }
            case .hevc where first >> 1 & 0x3F == 33 && first & 0x80 == 0:
                if let found = HEVCParameterSet.properties(rawPayload(content.dropFirst(2))) { return found }
            default: break
            }
        }
        return nil
    }

    /// Where 00 00 01 stands.
    private static func startCodes(_ bytes: [UInt8]) -> [Int] {
        var found: [Int] = []
        var place = 0
        while place + 3 < bytes.count {
            if bytes[place + 2] > 1 {
                place += 3
            } else if bytes[place] == 0, bytes[place + 1] == 0, bytes[place + 2] == 1 {
                found.append(place)
                place += 3
            } else {
                place += 1
            }
        }
        return found
    }

    /// Without the 03 that follows 00 00 (Rec. ITU-T H.264 7.4.1).
    static func rawPayload(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var (payload, zeros): ([UInt8], Int) = ([], 0)
        for byte in bytes {
            if zeros >= 2, byte == 3 {
                zeros = 0
                continue
            }
            zeros = byte == 0 ? zeros + 1 : 0
            payload.append(byte)
        }
        return payload
    }

    // MARK: MPEG-2 systems (Rec. ITU-T H.222.0)

    /// What the packets of the first video of a transport stream hold, the headers of PES left out.
    private static func transportPayload(_ bytes: [UInt8]) -> [UInt8] {
        var (payload, video): ([UInt8], Int?) = ([], nil)
        for start in stride(from: 0, to: bytes.count - 187, by: 188) {
            let packet = bytes[start..<start + 188]
            guard packet[start] == 0x47 else { break }
            let identifier = Int(packet[start + 1] & 0x1F) << 8 | Int(packet[start + 2])
            let begins = packet[start + 1] & 0x40 != 0
            let control = packet[start + 3] >> 4 & 3
            guard control & 1 == 1 else { continue }
            let skipped = control == 3 ? 1 + Int(packet[start + 4]) : 0
            var data = packet.dropFirst(4 + skipped)
            if begins, data.count >= 9, data.starts(with: [0, 0, 1]), data[data.startIndex + 3] & 0xF0 == 0xE0 {
                if video == nil { video = identifier }
                if video == identifier { data = data.dropFirst(9 + Int(data[data.startIndex + 8])) }
            }
            if video == identifier { payload += data }
        }
        return payload
    }

    /// What the video packets of a program stream hold.
    private static func programPayload(_ bytes: [UInt8]) -> [UInt8] {
        var (payload, place): ([UInt8], Int) = ([], 0)
        while place + 6 <= bytes.count, bytes[place] == 0, bytes[place + 1] == 0, bytes[place + 2] == 1 {
            if bytes[place + 3] == 0xBA {
                guard place + 14 <= bytes.count else { break }
                // The pack header of MPEG-2 has stuffing; that of MPEG-1 is shorter.
                place += bytes[place + 4] >> 6 == 1 ? 14 + Int(bytes[place + 13] & 7) : 12
                continue
            }
            let length = Int(bytes[place + 4]) << 8 | Int(bytes[place + 5])
            let data = bytes[place + 6..<min(bytes.count, place + 6 + length)]
            if bytes[place + 3] & 0xF0 == 0xE0, data.count >= 3 { payload += data.dropFirst(3 + Int(data[data.startIndex + 2])) }
            place += 6 + length
        }
        return payload
    }
}

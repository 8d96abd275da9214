// The work of frame-reader with GDCM: ImageRegionReader, which reads no more than it is asked for where it can.
#include "gdcmBoxRegion.h"
#include "gdcmImageHelper.h"
#include "gdcmImageRegionReader.h"
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int argc, char **argv) {
    if (argc < 3) return 64;
    gdcm::ImageRegionReader reader;
    reader.SetFileName(argv[1]);
    if (!reader.ReadInformation()) return 1;
    const std::vector<unsigned> size = gdcm::ImageHelper::GetDimensionsValue(reader.GetFile());
    std::vector<char> frame;
    auto read = [&](unsigned number) {
        gdcm::BoxRegion region;
        region.SetDomain(0, size[0] - 1, 0, size[1] - 1, number, number);
        reader.SetRegion(region);
        frame.resize(reader.ComputeBufferLength());
        return reader.ReadIntoBuffer(frame.data(), frame.size());
    };
    if (!read((unsigned)atoi(argv[2]))) return 1;
    unsigned long long sum = 0;
    for (const char byte : frame) sum += (unsigned char)byte;
    printf("sum %llu\n", sum);
    if (argc < 4) return 0;
    const int count = atoi(argv[3]);
    unsigned state = 1;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < count; i++) {
        state = state * 1664525u + 1013904223u;
        if (!read((state >> 8) % size[2])) return 1;
    }
    const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - start;
    printf("us %f\n", time.count() / count);
}

// The work of frame-reader with DCMTK: getUncompressedFrame on a file whose pixels stay on the disk until they are asked for.
#include "dcmtk/config/osconfig.h"
#include "dcmtk/dcmdata/dctk.h"
#include "dcmtk/dcmdata/dcfcache.h"
#include "dcmtk/dcmdata/dcrledrg.h"
#include "dcmtk/dcmjpeg/djdecode.h"
#include "dcmtk/dcmjpls/djdecode.h"
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int argc, char **argv) {
    if (argc < 3) return 64;
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
    DcmRLEDecoderRegistration::registerCodecs();
    DcmFileFormat file;
    if (file.loadFile(argv[1]).bad()) return 1;
    DcmDataset *dataSet = file.getDataset();
    DcmElement *element = nullptr;
    if (dataSet->findAndGetElement(DCM_PixelData, element).bad()) return 1;
    DcmPixelData *pixels = dynamic_cast<DcmPixelData *>(element);
    Uint32 size = 0;
    if (pixels->getUncompressedFrameSize(dataSet, size).bad()) return 1;
    Sint32 frames = 1;
    dataSet->findAndGetSint32(DCM_NumberOfFrames, frames);
    std::vector<unsigned char> frame(size + (size & 1));
    OFString color;
    DcmFileCache cache;
    Uint32 fragment = 0;
    if (pixels->getUncompressedFrame(dataSet, atoi(argv[2]), fragment, frame.data(), (Uint32)frame.size(), color, &cache).bad()) return 1;
    unsigned long long sum = 0;
    for (Uint32 i = 0; i < size; i++) sum += frame[i];
    printf("sum %llu\n", sum);
    if (argc < 4) return 0;
    const int count = atoi(argv[3]);
    unsigned state = 1;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < count; i++) {
        state = state * 1664525u + 1013904223u;
        fragment = 0;  // found by the number of the frame
        if (pixels->getUncompressedFrame(dataSet, (state >> 8) % frames, fragment, frame.data(), (Uint32)frame.size(), color, &cache).bad()) return 1;
    }
    const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - start;
    printf("us %f\n", time.count() / count);
}

# The work of frame-reader with pydicom: pixel_array with an index, which reads that frame alone where the file tells where it lies.
import sys
import time

import pydicom
from pydicom.pixels import pixel_array

path, number = sys.argv[1], int(sys.argv[2])
with open(path, "rb") as file:
    frame = pixel_array(file, index=number)
    print("sum", int(frame.view("uint8").sum(dtype="uint64")))
    if len(sys.argv) > 3:
        frames, count, state = int(pydicom.dcmread(path, stop_before_pixels=True).NumberOfFrames), int(sys.argv[3]), 1
        start = time.perf_counter()
        for _ in range(count):
            state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
            file.seek(0)
            pixel_array(file, index=(state >> 8) % frames)
        print("us", (time.perf_counter() - start) * 1e6 / count)

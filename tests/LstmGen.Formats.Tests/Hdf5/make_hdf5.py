"""A small HDF5 file of what Keras does not write by default: python3 make_hdf5.py, in this folder, with h5py."""
import h5py
import numpy as np

# Many members in the newest layout, which then has trees and heaps of its own.
with h5py.File("many.h5", "w", libver="latest") as file:
    for at in range(12):
        file.attrs[f"a{at}"] = f"value {at}"
        file.create_dataset(f"member{at}", data=np.full(2, at, np.float16))
    file.create_dataset("big_endian", data=np.ones(2, ">f4"))
    file.create_dataset("growing", data=np.ones(8, "<f4"), chunks=(2,), maxshape=(None,))
    file.create_dataset("doubles", data=np.array([1.5, 2.5]))

# An array of zeros that is large only when it is unpacked.
with h5py.File("bomb.h5", "w") as file:
    file.create_dataset("zeros", data=np.zeros(3_000_000, np.float32), chunks=(1_000_000,), compression="gzip", compression_opts=9)

# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(record/test_roundtrip ROOMS record graph LABELS record)
gx_suite(record/test_bytes ROOMS record LABELS record PACKAGES openmp hdf5)
gx_suite(record/test_crash ROOMS record LABELS record)
gx_suite(record/test_resume ROOMS record LABELS record)
gx_suite(record/test_damage ROOMS record LABELS record PACKAGES hdf5)
gx_suite(record/test_chunk ROOMS record LABELS record PACKAGES deflate PRIVATE_OF record)
gx_suite(record/test_h5py ROOMS record LABELS record)
gx_suite(record/test_texts ROOMS record LABELS record)

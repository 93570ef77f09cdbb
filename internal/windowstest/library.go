package main

import (
	"bytes"
	"debug/pe"
	"encoding/binary"
)

// randomLibrary returns a bcryptprimitives.dll. Go's runtime reads random numbers with the function
// ProcessPrng of this library, which Wine has only since version 9. The returned library contains
// no code. Its only function forwards to RtlGenRandom, which is exported as SystemFunction036 and
// also fills memory.
func randomLibrary() []byte {
	const (
		library, function, target = "bcryptprimitives.dll", "ProcessPrng", "ADVAPI32.SystemFunction036"

		headers = 0x200  // in the file
		section = 0x1000 // in memory
	)
	// The export directory, its tables with one entry each, and the names. The address of a
	// function is within this section, so it is a forward and not code.
	exports := struct {
		Characteristics, TimeDateStamp, Version, Name, Base uint32
		Functions, Names, FunctionsAt, NamesAt, OrdinalsAt  uint32
		Function, FunctionName, Ordinal                     uint32
		LibraryText                                         [len(library) + 1]byte
		FunctionText                                        [len(function) + 1]byte
		TargetText                                          [len(target) + 1]byte
	}{
		Base: 1, Functions: 1, Names: 1, FunctionsAt: section + 40, NamesAt: section + 44, OrdinalsAt: section + 48,
		Name: section + 52, FunctionName: section + 52 + uint32(len(library)+1), Function: section + 52 + uint32(len(library)+len(function)+2),
	}
	copy(exports.LibraryText[:], library)
	copy(exports.FunctionText[:], function)
	copy(exports.TargetText[:], target)
	size := uint32(binary.Size(exports)) //nolint:gosec // less than a page

	optional := pe.OptionalHeader64{
		Magic: 0x20b, ImageBase: 0x180000000, SectionAlignment: 0x1000, FileAlignment: headers,
		MajorOperatingSystemVersion: 6, MajorSubsystemVersion: 6, Subsystem: pe.IMAGE_SUBSYSTEM_WINDOWS_CUI,
		SizeOfHeaders: headers, SizeOfImage: section + 0x1000, NumberOfRvaAndSizes: 16,
	}
	optional.DataDirectory[pe.IMAGE_DIRECTORY_ENTRY_EXPORT] = pe.DataDirectory{VirtualAddress: section, Size: size}
	var file bytes.Buffer
	for _, part := range []any{
		[0x40]byte{0: 'M', 1: 'Z', 0x3c: 0x40},
		[4]byte{'P', 'E'},
		pe.FileHeader{
			Machine: pe.IMAGE_FILE_MACHINE_AMD64, NumberOfSections: 1, SizeOfOptionalHeader: uint16(binary.Size(optional)), //nolint:gosec // 240
			Characteristics: pe.IMAGE_FILE_EXECUTABLE_IMAGE | pe.IMAGE_FILE_LARGE_ADDRESS_AWARE | pe.IMAGE_FILE_DLL,
		},
		optional,
		pe.SectionHeader32{
			Name: [8]uint8{'.', 'e', 'd', 'a', 't', 'a'}, VirtualAddress: section, VirtualSize: size, PointerToRawData: headers, SizeOfRawData: headers,
			Characteristics: pe.IMAGE_SCN_CNT_INITIALIZED_DATA | pe.IMAGE_SCN_MEM_READ,
		},
	} {
		_ = binary.Write(&file, binary.LittleEndian, part) // memory, and sizes that are fixed
	}
	whole := make([]byte, 2*headers)
	copy(whole, file.Bytes())
	var table bytes.Buffer
	_ = binary.Write(&table, binary.LittleEndian, exports)
	copy(whole[headers:], table.Bytes())
	return whole
}

package provider

import (
	"errors"
	"io"
	"os"
)

// maxKeyFile is the maximum size of a file with saved keys, in bytes.
const maxKeyFile = 1 << 20

var (
	errNotAFile = errors.New("it is not a regular file")
	errTooLarge = errors.New("it is larger than 1 MiB")
)

// readKeyFile reads a file with saved keys. It accepts only a regular file of limited size:
// a named pipe would block a plan silently, reading a device might have side effects, and a
// file of several gigabytes would fill the memory.
func readKeyFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotAFile
	}
	// The file might have been replaced after the Stat, for example by a pipe.
	f, err := os.OpenFile(name, os.O_RDONLY|withoutWaiting, 0) //nolint:gosec // the name is one of the official clients
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if info, err = f.Stat(); err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotAFile
	}
	raw, err := io.ReadAll(io.LimitReader(f, maxKeyFile+1))
	if len(raw) > maxKeyFile {
		return nil, errTooLarge
	}
	return raw, err
}

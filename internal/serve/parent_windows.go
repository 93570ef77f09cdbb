package serve

import (
	"errors"
	"os"
	"syscall"
)

const (
	// processQueryLimitedInformation is the access right that reading the creation time of
	// a process needs.
	processQueryLimitedInformation = 0x1000
	errInvalidParameter            = syscall.Errno(87) // there is no process with this ID
)

// watchParent calls gone once the process that started this one has ended, or immediately
// if it has already ended. Windows never changes the parent of a process, but a process can
// wait for another one to end.
func watchParent(gone func()) {
	parent, ended := openParent()
	switch {
	case ended:
		gone()
	case parent != 0:
		go func() {
			if event, err := syscall.WaitForSingleObject(parent, syscall.INFINITE); err == nil && event == syscall.WAIT_OBJECT_0 {
				gone()
			}
		}()
	}
}

// openParent returns a handle of the process that started this one, or reports that it has
// ended. If Windows has given its ID to another process since, that process is younger than
// this one. The handle is 0 if the parent cannot be watched, because it has more rights or
// is unknown.
func openParent() (parent syscall.Handle, ended bool) {
	id := os.Getppid()
	if id <= 0 {
		return 0, false
	}
	parent, err := syscall.OpenProcess(syscall.SYNCHRONIZE|processQueryLimitedInformation, false, uint32(id)) //nolint:gosec // checked above
	if err != nil {
		return 0, errors.Is(err, errInvalidParameter)
	}
	if younger(parent) {
		_ = syscall.CloseHandle(parent)
		return 0, true
	}
	return parent, false
}

// younger reports whether a process was created after this one.
func younger(process syscall.Handle) bool {
	self, err := syscall.GetCurrentProcess()
	if err != nil {
		return false
	}
	theirs, ok := created(process)
	ours, known := created(self)
	return ok && known && theirs > ours
}

// created returns when a process was created, in nanoseconds since 1970.
func created(process syscall.Handle) (at int64, ok bool) {
	var creation, exit, kernel, user syscall.Filetime
	if err := syscall.GetProcessTimes(process, &creation, &exit, &kernel, &user); err != nil {
		return 0, false
	}
	return creation.Nanoseconds(), true
}

package serve

import (
	"errors"
	"os"
	"syscall"
)

const (
	// processQueryLimitedInformation is enough to ask when a process was created.
	processQueryLimitedInformation = 0x1000
	errInvalidParameter            = syscall.Errno(87) // there is no process with this ID
)

// watchParent calls gone once the process that started this one has ended, or
// immediately if it has ended already. Windows never changes the parent, but
// lets anybody wait for its end. It might have given the ID of the parent to
// another process by now, which is younger than this one.
func watchParent(gone func()) {
	id := os.Getppid()
	if id <= 0 {
		return
	}
	parent, err := syscall.OpenProcess(syscall.SYNCHRONIZE|processQueryLimitedInformation, false, uint32(id)) //nolint:gosec // checked above
	switch {
	case errors.Is(err, errInvalidParameter):
		gone()
		return
	case err != nil:
		return // a parent with more rights cannot be watched
	}
	if younger(parent) {
		_ = syscall.CloseHandle(parent)
		gone()
		return
	}
	go func() {
		if event, err := syscall.WaitForSingleObject(parent, syscall.INFINITE); err == nil && event == syscall.WAIT_OBJECT_0 {
			gone()
		}
	}()
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

//go:build unix

package provider

import (
	"io/fs"
	"syscall"
)

// withoutWaiting makes the open of a named pipe return immediately.
const withoutWaiting = syscall.O_NONBLOCK

// ownerOf returns the user that a file belongs to.
func ownerOf(info fs.FileInfo) (uid int, known bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(stat.Uid), true
}

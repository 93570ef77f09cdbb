package provider

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// replaceable warns if another user can replace the key in this file: the file or a folder
// above it belongs to another user, or others can write to the folder. The machines of a
// run would then be created in that user's account. A folder with the sticky bit protects
// the files in it, and files of root are accepted because root can do anything anyway.
func (s surroundings) replaceable(name string) diag.Diagnostics {
	if s.stat == nil {
		return nil
	}
	file := savedIn(s.home, name)
	places := []string{file, filepath.Dir(file), s.home}
	if s.realPath != nil {
		if target, err := s.realPath(file); err == nil && target != file {
			places = append(places, target, filepath.Dir(target))
		}
	}
	var reasons []string
	for _, place := range places {
		info, err := s.stat(place)
		if err != nil {
			continue
		}
		shown := s.shown(place)
		if uid, known := s.owner(info); known && uid != s.uid && uid != 0 {
			reasons = append(reasons, fmt.Sprintf("%s belongs to another user (ID %d).", shown, uid))
		}
		if info.IsDir() && info.Mode().Perm()&0o022 != 0 && info.Mode()&fs.ModeSticky == 0 {
			reasons = append(reasons, fmt.Sprintf("Other users can write to the folder %s (mode %04o).", shown, info.Mode().Perm()))
		}
	}
	if len(reasons) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("API key replaceable by other users",
		fmt.Sprintf("The API key was taken from the file %s, and other users of this computer can replace it:\n  %s\n\n"+
			"Machines would then be created with their key. Own the file and its folders, and let only yourself write to them:\n\n"+
			"  chmod go-w ~ ~/.paperspace", savedIn("~", name), strings.Join(reasons, "\n  ")))}
}

// owner returns the user that a file belongs to.
func (s surroundings) owner(info fs.FileInfo) (uid int, known bool) {
	if s.ownerOf == nil {
		return 0, false
	}
	return s.ownerOf(info)
}

// shown returns a path as messages show it, with ~ for the home directory.
func (s surroundings) shown(path string) string {
	if rest, ok := strings.CutPrefix(path, s.home); ok && s.home != "" {
		return "~" + rest
	}
	return path
}

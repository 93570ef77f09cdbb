package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ProtonMail/go-crypto/openpgp"
)

var platforms = []string{
	"darwin_amd64", "darwin_arm64", "freebsd_amd64", "freebsd_arm64",
	"linux_amd64", "linux_arm64", "windows_amd64", "windows_arm64",
}

// verify checks that the files of a release are complete and consistent.
func (r *release) verify(dist string, files []string) error {
	prefix := project + "_" + r.version + "_"
	want := []string{prefix + "SHA256SUMS", prefix + "SHA256SUMS.sig"}
	for _, p := range platforms {
		want = append(want, prefix+p+".zip", prefix+p+".cdx.json")
	}
	slices.Sort(want)
	if !slices.Equal(files, want) {
		return fmt.Errorf("the release has the files\n%q\nand not\n%q", files, want)
	}
	sums, err := os.ReadFile(filepath.Join(dist, prefix+"SHA256SUMS"))
	if err != nil {
		return err
	}
	signature, err := os.ReadFile(filepath.Join(dist, prefix+"SHA256SUMS.sig"))
	if err != nil {
		return err
	}
	if err := checkSignature(r.publicKey, sums, signature); err != nil {
		return err
	}
	// The manifest is published from the repository, under this name.
	sources := map[string]string{prefix + "manifest.json": filepath.Join(r.root, "terraform-registry-manifest.json")}
	for _, name := range files {
		if !strings.HasPrefix(name, prefix+"SHA256SUMS") {
			sources[name] = filepath.Join(dist, name)
		}
	}
	if err := checkSums(sums, sources); err != nil {
		return err
	}
	for _, p := range platforms {
		if err := r.checkArchive(filepath.Join(dist, prefix+p+".zip"), p); err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		sbom, err := os.ReadFile(filepath.Join(dist, prefix+p+".cdx.json"))
		if err != nil {
			return err
		}
		for _, part := range []string{"terraform-plugin-framework", strings.TrimPrefix(r.toolchain, "go")} {
			if !bytes.Contains(sbom, []byte(part)) {
				return fmt.Errorf("the SBOM of %s does not contain %s", p, part)
			}
		}
	}
	return nil
}

// checkSignature verifies a signature with the library that Terraform uses for providers.
func checkSignature(publicKey string, message, signature []byte) error {
	ring, err := openpgp.ReadArmoredKeyRing(strings.NewReader(publicKey))
	if err != nil {
		return fmt.Errorf("public key: %w", err)
	}
	if _, err := openpgp.CheckDetachedSignature(ring, bytes.NewReader(message), bytes.NewReader(signature), nil); err != nil {
		return fmt.Errorf("signature of the checksums: %w", err)
	}
	return nil
}

// checkSums returns an error unless sums contains exactly the checksums of the sources, which are
// files by their published names.
func checkSums(sums []byte, sources map[string]string) error {
	listed := map[string]string{}
	for line := range strings.Lines(string(sums)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		listed[name] = sum
	}
	var errs []error
	for name, file := range sources {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		if listed[name] != hex.EncodeToString(sum[:]) {
			errs = append(errs, fmt.Errorf("%s: the checksum is %x, but %q is listed", name, sum, listed[name]))
		}
		delete(listed, name)
	}
	for name := range listed {
		errs = append(errs, fmt.Errorf("%s has a checksum, but is not in the release", name))
	}
	return errors.Join(errs...)
}

// checkArchive checks the files in the archive of a platform, and the build information in its
// binary.
func (r *release) checkArchive(path, platform string) error {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer archive.Close()
	binary := project + "_v" + r.version
	if strings.HasPrefix(platform, "windows_") {
		binary += ".exe"
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
		if f.Name != binary {
			continue
		}
		if f.Mode().Perm()&0o111 == 0 {
			return fmt.Errorf("%s cannot be executed", binary)
		}
		if err := r.checkBinary(f, platform); err != nil {
			return err
		}
	}
	slices.Sort(names)
	want := []string{"LICENSE", "THIRD_PARTY_LICENSES.txt", binary}
	if !slices.Equal(names, want) {
		return fmt.Errorf("the archive has %q, not %q", names, want)
	}
	return nil
}

func (r *release) checkBinary(f *zip.File, platform string) error {
	content, err := f.Open()
	if err != nil {
		return err
	}
	defer content.Close()
	binary, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	info, err := buildinfo.Read(bytes.NewReader(binary))
	if err != nil {
		return err
	}
	if info.GoVersion != r.toolchain {
		return fmt.Errorf("built with %s, not with the toolchain of go.mod, %s", info.GoVersion, r.toolchain)
	}
	goos, goarch, _ := strings.Cut(platform, "_")
	want := map[string]string{"GOOS": goos, "GOARCH": goarch, "CGO_ENABLED": "0", "-trimpath": "true", "vcs.revision": r.commit, "vcs.modified": "false"}
	for _, s := range info.Settings {
		if value, ok := want[s.Key]; ok && value == s.Value {
			delete(want, s.Key)
		}
	}
	if len(want) > 0 {
		return fmt.Errorf("not built with %v, but with %v", want, info.Settings)
	}
	return nil
}

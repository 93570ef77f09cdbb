package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

// result contains all measurements, in the form in which they are stored.
type result struct {
	Machine machineInfo `json:"machine"`
	Command string      `json:"command"`
	Rows    []row       `json:"rows"`
}

// row contains the measurement of one subject and one operation.
type row struct {
	Operation string `json:"operation"`
	Size      int    `json:"machines"`
	Subject   string `json:"subject"`
	LatencyMS int64  `json:"latency_ms"`
	Runs      int    `json:"runs"`
	sample
}

// sample is one run of a command, or the medians of several. Times are in seconds.
type sample struct {
	Wall      float64 `json:"wall_s"`
	Terraform float64 `json:"terraform_cpu_s"`
	Provider  float64 `json:"provider_cpu_s"`
	RSS       int64   `json:"provider_peak_rss_bytes"`
	Requests  int     `json:"requests"`
}

// cpu returns the processor time of Terraform and the provider together.
func (s sample) cpu() float64 { return s.Terraform + s.Provider }

// String implements fmt.Stringer.
func (s sample) String() string {
	return fmt.Sprintf("%.1f s, processor %.1f + %.1f s, %d MB, %d requests", s.Wall, s.Terraform, s.Provider, s.RSS/1e6, s.Requests)
}

// medians returns the median of each value.
func medians(all []sample) sample {
	return sample{
		Wall:      median(all, func(s sample) float64 { return s.Wall }),
		Terraform: median(all, func(s sample) float64 { return s.Terraform }),
		Provider:  median(all, func(s sample) float64 { return s.Provider }),
		RSS:       median(all, func(s sample) int64 { return s.RSS }),
		Requests:  median(all, func(s sample) int { return s.Requests }),
	}
}

// median returns the median of a value. If there are two in the middle, it returns the lower one,
// which was measured.
func median[T cmp.Ordered](all []sample, figure func(sample) T) T {
	var values []T
	for _, s := range all {
		values = append(values, figure(s))
	}
	slices.Sort(values)
	return values[(len(values)-1)/2]
}

// machineInfo describes the computer and the versions that the figures depend on.
type machineInfo struct {
	System    string `json:"system"`
	Processor string `json:"processor"`
	CPUs      int    `json:"cpus"`
	Go        string `json:"go"`
	Framework string `json:"framework"`
	CLI       string `json:"cli"`
}

var modelName = regexp.MustCompile(`(?m)^model name\s*: (.*)$`)

func thisMachine(ctx context.Context, cli tfcli.CLI) machineInfo {
	m := machineInfo{
		System: runtime.GOOS + "/" + runtime.GOARCH, Processor: runtime.GOARCH, CPUs: runtime.NumCPU(),
		Go: runtime.Version(), Framework: "of unknown version", CLI: cli.Name() + " " + cli.Version,
	}
	info, _ := os.ReadFile("/proc/cpuinfo") // only Linux has it
	if found := modelName.FindSubmatch(info); found != nil {
		m.Processor = string(found[1])
	}
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Version}}", "github.com/hashicorp/terraform-plugin-framework").Output()
	if err == nil {
		m.Framework = strings.TrimSpace(string(out))
	}
	return m
}

// find returns the sample of a yardstick, or that of this provider without latency.
func (r *result) find(operation string, size int, s subject) sample {
	return r.findAt(operation, size, s, 0)
}

// findAt returns the sample at a latency, or zeros if it was not measured.
func (r *result) findAt(operation string, size int, s subject, latencyMS int64) sample {
	for _, w := range r.Rows {
		if w.Operation == operation && w.Size == size && w.Subject == s.name && w.LatencyMS == latencyMS {
			return w.sample
		}
	}
	return sample{}
}

// withPeer reports whether another provider took part.
func (r *result) withPeer() bool {
	return slices.ContainsFunc(r.Rows, func(w row) bool { return w.Subject == other.name })
}

// The stored result, and the page that make docs copies into docs/.
const (
	resultFile = "internal/bench/result.json"
	pageFile   = "templates/guides/performance.md"

	pageBegin = "<!-- written by make bench: begin -->"
	pageEnd   = "<!-- written by make bench: end -->"
)

func (r *result) save(root string) error {
	raw, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, resultFile), append(raw, '\n'), 0o644)
}

func load(root string) (r result, err error) {
	raw, err := os.ReadFile(filepath.Join(root, resultFile))
	if err != nil {
		return r, err
	}
	err = json.Unmarshal(raw, &r)
	return r, err
}

// renderPage writes the stored result into the page.
func renderPage(root string) error {
	r, err := load(root)
	if err != nil {
		return err
	}
	page := filepath.Join(root, pageFile)
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	filled, err := fill(string(text), r.markdown())
	if err != nil {
		return fmt.Errorf("%s: %w", page, err)
	}
	return os.WriteFile(page, []byte(filled), 0o644)
}

// fill replaces the text between the marks of a page.
func fill(page, text string) (string, error) {
	before, rest, begins := strings.Cut(page, pageBegin)
	_, after, ends := strings.Cut(rest, pageEnd)
	if !begins || !ends {
		return "", errors.New("the marks between which the result belongs are missing")
	}
	return before + pageBegin + "\n\n" + text + "\n" + pageEnd + after, nil
}

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

// result is everything that was measured, as it is stored.
type result struct {
	Machine     machineInfo  `json:"machine"`
	Command     string       `json:"command"`
	Rows        []row        `json:"rows"`
	Memory      []row        `json:"memory"`
	Provisioned *provisioned `json:"provisioned"`
	Arranged    []arranged   `json:"arranged"`
}

// operations are what is measured, in the order of the page.
var operations = []string{"plan", "apply", "destroy"}

// arranged is a row of another arrangement than all others have.
type arranged struct {
	Arrangement string `json:"arrangement"`
	row
}

// row is what one subject took for one operation.
type row struct {
	Operation string `json:"operation"`
	Size      int    `json:"machines"`
	Subject   string `json:"subject"`
	LatencyMS int64  `json:"latency_ms"`
	Runs      int    `json:"runs"`
	sample
}

// machineInfo is what figures depend on.
type machineInfo struct {
	System    string `json:"system"`
	Processor string `json:"processor"`
	CPUs      int    `json:"cpus"`
	Go        string `json:"go"`
	Framework string `json:"framework"`
	CLI       string `json:"cli"`
}

func thisMachine(ctx context.Context, cli tfcli.CLI) machineInfo {
	return machineInfo{
		System: runtime.GOOS + "/" + runtime.GOARCH, Processor: processor(), CPUs: runtime.NumCPU(),
		Go: runtime.Version(), Framework: framework(ctx), CLI: cli.Name() + " " + cli.Version,
	}
}

// processor is its name where the system has a file that tells it.
func processor() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// framework is the version of plugin-framework that the module asks for.
func framework(ctx context.Context) string {
	cmd := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Version}}", "github.com/hashicorp/terraform-plugin-framework")
	out, err := cmd.Output()
	if err != nil {
		return "of unknown version"
	}
	return strings.TrimSpace(string(out))
}

// find returns a row without latency; false if it was not measured.
func (r *result) find(operation string, size int, s subject) (sample, bool) {
	for _, w := range r.Rows {
		if w.Operation == operation && w.Size == size && w.Subject == s.name && w.LatencyMS == 0 {
			return w.sample, true
		}
	}
	return sample{}, false
}

const resultFile = "internal/bench/result.json"

func (r *result) save(root string) error {
	raw, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, resultFile), append(raw, '\n'), 0o644) //nolint:gosec // part of the source
}

func load(root string) (r result, err error) {
	raw, err := os.ReadFile(filepath.Join(root, resultFile)) //nolint:gosec // part of the source
	if err != nil {
		return r, err
	}
	err = json.Unmarshal(raw, &r)
	return r, err
}

// commandLine is what to type in the project to get the same. It leaves out
// where the project is, and the empty -tf that make gives along.
func commandLine(args []string) string {
	words := []string{"go", "run", "./internal/bench"}
	for i := 0; i < len(args); i++ {
		if i+1 < len(args) && (args[i] == "-root" || args[i] == "-tf" && args[i+1] == "") {
			i++
			continue
		}
		words = append(words, args[i])
	}
	return strings.Join(words, " ")
}

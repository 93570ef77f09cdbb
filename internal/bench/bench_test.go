package main

import (
	"bytes"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// The smallest possible benchmark, with all yardsticks, through the real CLI.
func TestAccBench(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("set TF_ACC to run the CLI")
	}
	cli := acctest.UseCLI(t)
	var said bytes.Buffer
	got, err := measureAll(t.Context(), schedule{sizes: []int{2}, latencies: []time.Duration{0, time.Millisecond}, perResource: 1, repeats: 1}, cli, &said)
	if err != nil {
		t.Fatalf("%s\n%s", err, said.String())
	}
	for _, operation := range []string{"plan", "apply", "destroy"} {
		for _, s := range subjects {
			row := got.find(operation, 2, s)
			if row.Wall <= 0 || row.Terraform <= 0 || row.Provider <= 0 || row.RSS <= 0 {
				t.Errorf("%s of %s: %+v", operation, s.name, row)
			}
			if (s == ours) != (row.Requests > 0) {
				t.Errorf("%s of %s: %d requests", operation, s.name, row.Requests)
			}
		}
		if !slices.ContainsFunc(got.Rows, func(r row) bool {
			return r.Operation == operation && r.LatencyMS == 1 && r.Subject == ours.name && r.Requests > 0
		}) {
			t.Errorf("no %s with a latency", operation)
		}
	}
	if plan := got.find("plan", 2, ours); plan.Requests != 2 {
		t.Errorf("%d requests for a plan of two machines", plan.Requests)
	}
}

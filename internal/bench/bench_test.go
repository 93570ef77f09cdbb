package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
)

// The smallest benchmark there is, with all yardsticks through the real CLI.
func TestAccBench(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("set TF_ACC to run the CLI")
	}
	cli := acctest.UseCLI(t)
	var said bytes.Buffer
	got, err := measureAll(t.Context(), schedule{sizes: sizes{2}, latencies: durations{0}, memory: sizes{3}, perResource: 1, repeats: 1}, cli, &said)
	if err != nil {
		t.Fatalf("%s\n%s", err, said.String())
	}
	for _, operation := range []string{"plan", "apply", "destroy"} {
		for _, s := range subjects {
			row, ok := got.find(operation, 2, s)
			if !ok || row.Wall <= 0 || row.Terraform <= 0 {
				t.Errorf("%s of %s: %+v", operation, s.name, row)
			}
			if hasProvider := s.program != ""; hasProvider != (row.Provider > 0) || hasProvider != (row.RSS > 0) {
				t.Errorf("%s of %s: %s used, %d bytes held", operation, s.name, seconds(row.Provider), row.RSS)
			}
			if s.asks != (row.Requests > 0) {
				t.Errorf("%s of %s: %d requests", operation, s.name, row.Requests)
			}
		}
	}
	if plan, _ := got.find("plan", 2, ours); plan.Requests != 2 {
		t.Errorf("%d requests for a plan of two machines", plan.Requests)
	}
	var others []string
	for _, a := range got.Arranged {
		others = append(others, a.Arrangement+": "+a.Operation)
	}
	if diff := cmp.Diff([]string{"one resource block: plan", "state in a file: apply", "state in a file: destroy"}, others); diff != "" {
		t.Error(diff)
	}
	if len(got.Memory) != 1 || got.Memory[0].Requests != 3 {
		t.Errorf("memory: %+v", got.Memory)
	}
}

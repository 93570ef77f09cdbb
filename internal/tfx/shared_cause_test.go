package tfx_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func down(message string, status int) error {
	return fmt.Errorf("read: %w", &paperspace.Error{Op: "read", Kind: paperspace.ErrUnavailable, Method: "GET", Path: "/x", Status: status, Message: message})
}

// Terraform turns the error of a data source into a warning in a check block. If that
// error suppressed those of the machines, a plan would continue with a state that was not
// refreshed.
func TestErrorOfADataSourceSilencesNoResource(t *testing.T) {
	c := &ops.Client{}
	var data, first, second diag.Diagnostics
	tfx.NotFetched("Failed to read templates", down("", 503), c, &data)
	tfx.NotRead("Failed to read machine", down("", 503), c, &first)
	tfx.NotRead("Failed to read machine", down("", 503), c, &second)
	if len(data) != 1 || len(first) != 1 || len(second) != 0 {
		t.Fatalf("%v, %v, %v", data, first, second)
	}
	if want := `Paperspace is not available. See the error "Failed to read templates".`; first[0].Detail() != want {
		t.Errorf("%q, want %q", first[0].Detail(), want)
	}
}

// A failure that concerns only one object is never taken for the cause of another.
func TestFailuresWithDifferentCausesAreAllReported(t *testing.T) {
	c := &ops.Client{}
	for _, err := range []error{
		down("machine ps1 is damaged", 500), down("machine ps2 is damaged", 500), down("", 503), down("", 0),
		&paperspace.Error{Op: "read", Kind: paperspace.ErrDenied, Method: "GET", Status: 403}, &paperspace.Error{Op: "read", Kind: paperspace.ErrDenied, Method: "GET", Status: 403},
		&paperspace.Error{Op: "wait", Kind: paperspace.ErrFailed}, &paperspace.Error{Op: "wait", Kind: paperspace.ErrFailed}, errors.New("no luck"), errors.New("no luck"),
	} {
		var got diag.Diagnostics
		tfx.NotRead("Failed to read machine", err, c, &got)
		if len(got) != 1 || got[0].Summary() != "Failed to read machine" || len(got[0].Detail()) > 300 {
			t.Errorf("%v: %v", err, got)
		}
	}
}

// A cause that fails the plan is not repeated as a warning about checks.
func TestCauseOfAnErrorIsNoWarning(t *testing.T) {
	c := &ops.Client{}
	checks := func() (diags diag.Diagnostics) {
		var u tfx.Unchecked
		u.Add("whether the machine exists", down("", 503))
		u.Report("Some checks were not possible", c, &diags)
		return diags
	}
	if before := checks(); len(before) != 1 || before[0].Severity() != diag.SeverityWarning {
		t.Errorf("%v", before)
	}
	tfx.NotRead("Failed to read machine", down("", 503), c, new(diag.Diagnostics))
	if after := checks(); len(after) != 0 {
		t.Errorf("%v", after)
	}
}

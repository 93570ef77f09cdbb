package tfx_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// nasty contains sequences that clear the screen, hide text in a link, reverse the
// direction of writing, and overwrite the line, depending on the terminal.
const nasty = "we\x1b[2J\x1b]8;;http://evil.example\x07\u009b2J\u202eb\r"

// wantNoControls checks that a text contains no control sequence, and that it contains about.
func wantNoControls(t *testing.T, what, text, about string) {
	t.Helper()
	if text != transport.Lines(text) || !strings.Contains(text, about) {
		t.Errorf("%s: %q, want it to say %q", what, text, about)
	}
}

func TestExplainActsOnNoTerminal(t *testing.T) {
	acctest.Parallel(t)
	for name, err := range map[string]error{
		"an error that is no request": errors.New(nasty),
		"what surrounds one":          fmt.Errorf("machine %s stays: %w", nasty, failedRequest(func(*paperspace.Error) {})),
		"the operation":               failedRequest(func(e *paperspace.Error) { e.Op = nasty }),
		"the path":                    failedRequest(func(e *paperspace.Error) { e.Path = nasty }),
		"the code":                    failedRequest(func(e *paperspace.Error) { e.Code = nasty }),
		"the message":                 failedRequest(func(e *paperspace.Error) { e.Message = nasty }),
		"the request id":              failedRequest(func(e *paperspace.Error) { e.RequestID = nasty }),
		"the cause":                   failedRequest(func(e *paperspace.Error) { e.Err = errors.New(nasty) }),
		"the advice":                  failedRequest(func(e *paperspace.Error) { e.Reasons = []paperspace.Reason{paperspace.UserExists{Email: nasty}} }),
	} {
		wantNoControls(t, name, tfx.Error("Title", err, client()).Detail(), "e")
		if !strings.Contains(strings.ToLower(tfx.Explain(err, client())), "we ") {
			t.Errorf("%s is not said at all: %q", name, tfx.Explain(err, client()))
		}
	}
}

func TestLookupActsOnNoTerminal(t *testing.T) {
	acctest.Parallel(t)
	lookup := tfx.Lookup[paperspace.Network]{
		Noun: "network", Verb: "see", Describe: []paperspace.Field{paperspace.FieldName, paperspace.FieldRegion},
		List: func(_ context.Context, f paperspace.Filter) ([]paperspace.Network, error) {
			if f["name"] == "other" {
				return nil, nil
			}
			return []paperspace.Network{{ID: "n1", Name: nasty, Region: nasty}, {ID: "n2", Name: nasty}}, nil
		},
	}
	for _, filter := range []paperspace.Filter{nil, {paperspace.FieldName: nasty}, {paperspace.FieldName: "other"}} {
		var diags diag.Diagnostics
		lookup.One(t.Context(), filter, client(), &diags)
		wantNoControls(t, fmt.Sprint(filter), diags[0].Detail(), `n2  name "we\x1b[2J`)
	}
}

// The names of objects and the messages of events cannot control the terminal: not in
// warnings, errors, progress lines, or lists.
func TestNamesFromPaperspaceDoNotControlTheTerminal(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range []string{"documented", "observed"} {
		t.Run(behavior, func(t *testing.T) {
			acctest.Parallel(t)
			e := acctest.New(t, behavior, psfake.Timings{})
			m := e.AddMachine(psfake.Machine{Name: nasty, State: "off", OS: nasty, MachineType: "P4000"})
			image := e.AddTemplate(psfake.Template{Label: "Windows" + nasty, OS: nasty})
			p := e.Protocol(t, nil)

			for _, l := range p.List("paperspace_machine", nil, 0, true, 0) {
				wantNoControls(t, "listed", l.Name+l.Said, m.ID)
			}

			e.Inject(psfake.Fault{Kind: psfake.FaultFailure, Message: nasty, Times: 1})
			lines, failed := p.Invoke(t.Context(), "paperspace_machine_start", map[string]any{"machine_id": m.ID}, nil)
			wantNoControls(t, "the failure", failed, "Paperspace reports: we")
			wantNoControls(t, "progress", strings.Join(lines, "\n"), `Machine "we<U+001B>[2J`)
			e.Inject(psfake.Fault{Kind: psfake.FaultReject, Message: nasty, Times: 1, Call: "machines.start"})
			_, failed = p.Invoke(t.Context(), "paperspace_machine_start", map[string]any{"machine_id": m.ID}, nil)
			wantNoControls(t, "the rejection", failed, "Paperspace rejected the request to start machine")

			state, _ := p.Import("paperspace_machine", m.ID, false)
			_, said := p.Plan("paperspace_machine", state, config(t, state.Type(), map[string]any{
				"name": nasty, "size": 50, "machine_type": "C5", "template_id": image.ID,
			}))
			wantNoControls(t, "the plan of another machine", said, "(Windowswe") // a Windows template does not fit a C5
		})
	}
}

// config returns a configuration with some attributes set.
func config(t *testing.T, kind tftypes.Type, set map[string]any) tftypes.Value {
	t.Helper()
	object, ok := kind.(tftypes.Object)
	if !ok {
		t.Fatalf("%s", kind)
	}
	values := map[string]tftypes.Value{}
	for name, attribute := range object.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, set[name])
	}
	return tftypes.NewValue(kind, values)
}

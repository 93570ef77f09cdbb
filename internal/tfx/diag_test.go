package tfx_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func client() *paperspace.Client {
	return &paperspace.Client{
		API:     paperspace.API{Name: "core", Endpoint: "https://api.example.com"},
		Options: paperspace.Options{KeySource: "the environment variable PAPERSPACE_API_KEY"},
	}
}

// asked is a request that failed, with what every such error has.
func asked(change func(e *paperspace.Error)) *paperspace.Error {
	e := &paperspace.Error{Op: `create machine "web"`, Method: "POST", Path: "/machines/createSingleMachinePublic"}
	change(e)
	return e
}

const webAsked = "While trying to create machine \"web\":\n  Request: POST /machines/createSingleMachinePublic\n"

const (
	raiseTimeout = "If the service only needs longer, raise the timeout of this operation in the timeouts block, where there is one."
	serviceSide  = "The failure is on the service's side. Try again later."
)

func TestExplain(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"an error that is no request": {errors.New("disk full"), "Disk full."},
		"a text that is a sentence":   {errors.New("Really gone? "), "Really gone?"},
		"a text in another alphabet":  {errors.New("état inconnu"), "État inconnu."},
		"no text":                     {errors.New(""), ""},
		"denied": {
			asked(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Message, e.RequestID = paperspace.ErrDenied, 401, "Invalid API token", "req-7"
			}),
			webAsked + "  Answer:  status 401, Invalid API token\n  Request id for a support request: req-7\n\n" +
				"The API key was taken from the environment variable PAPERSPACE_API_KEY and sent to https://api.example.com. " +
				"Check that it is complete, that it has not been revoked, and that it belongs to a user who may do this.",
		},
		"not found by a write": {
			asked(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Message = paperspace.ErrNotFound, 404, "Private network not found"
			}),
			webAsked + "  Answer:  status 404, Private network not found\n\nPaperspace did not find something that the request names. Check the IDs in the configuration.",
		},
		"not found": {
			asked(func(e *paperspace.Error) {
				e.Method, e.Kind, e.Status, e.Message = "GET", paperspace.ErrNotFound, 404, "Machine not found"
			}),
			strings.Replace(webAsked, "POST", "GET", 1) + "  Answer:  status 404, Machine not found\n\n" +
				"Check the id, if one was given; that https://api.example.com is the right endpoint; and that the key from the environment variable " +
				"PAPERSPACE_API_KEY belongs to the right team: a wrong host and another team's key get this answer, too.",
		},
		"throttled": {
			asked(func(e *paperspace.Error) { e.Kind, e.Status, e.Code = paperspace.ErrThrottled, 429, "TOO_MANY" }),
			webAsked + "  Answer:  status 429, TOO_MANY\n\n" +
				"The service limits requests. Try again later, raise the operation's timeout, or set requests_per_second in the provider block.",
		},
		"conflict": {
			asked(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Message = paperspace.ErrConflict, 409, "Machine is stopping"
			}),
			webAsked + "  Answer:  status 409, Machine is stopping\n\nPaperspace does not allow this in the current state of the object. Correct what the response names, then try again.",
		},
		"refused": {
			asked(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Message = paperspace.ErrRefused, 400, "templateId not found"
			}),
			webAsked + "  Answer:  status 400, templateId not found\n\nCorrect what the response names, then try again.",
		},
		"failed after it was accepted": {
			&paperspace.Error{Op: `wait for machine "web" (ps1) to be ready`, Kind: paperspace.ErrFailed, Message: "The service reports: no disk"},
			"While trying to wait for machine \"web\" (ps1) to be ready:\n  Outcome: The service reports: no disk\n\n" +
				"Apply again later, or change what the reason names.",
		},
		"a wait that took too long": {
			&paperspace.Error{Op: `wait for machine "web" (ps1) to be ready`, Kind: paperspace.ErrTimeout, Message: `waited 30m; last state "starting"`, Err: context.DeadlineExceeded},
			"While trying to wait for machine \"web\" (ps1) to be ready:\n  Outcome: waited 30m; last state \"starting\"\n\n" + raiseTimeout,
		},
		"a request that took too long": {
			asked(func(e *paperspace.Error) { e.Err = context.DeadlineExceeded }),
			webAsked + "  Problem: the time for this operation is over\n\n" + raiseTimeout,
		},
		"interrupted": {
			asked(func(e *paperspace.Error) { e.Err = context.Canceled }),
			webAsked + "  Problem: interrupted\n\nRun terraform plan to see what is left to do.",
		},
		"unreachable": {
			asked(func(e *paperspace.Error) {
				e.Kind, e.Err = paperspace.ErrUnavailable, errors.New("dial tcp: connection refused")
			}),
			webAsked + "  Problem: dial tcp: connection refused\n\nCheck that https://api.example.com can be reached from here (DNS, proxy, firewall), then try again.",
		},
		"the service is down": {
			asked(func(e *paperspace.Error) { e.Kind, e.Status, e.Message = paperspace.ErrUnavailable, 503, "maintenance" }),
			webAsked + "  Answer:  status 503, maintenance\n\n" + serviceSide,
		},
		"one failure because of another of its kind": {
			&paperspace.Error{Op: "read machine ps1", Kind: paperspace.ErrUnavailable, Message: "the list cannot be read",
				Err: &paperspace.Error{Op: "list machines", Kind: paperspace.ErrUnavailable, Method: "GET", Path: "/machines/getMachines", Status: 503}},
			"While trying to read machine ps1:\n  Outcome: the list cannot be read\n  Problem: list machines: GET /machines/getMachines: status 503\n\n" + serviceSide,
		},
		"not the service": {
			asked(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Message = paperspace.ErrNotService, 200, "Welcome to nginx"
			}),
			webAsked + "  Answer:  status 200, Welcome to nginx\n\nCheck the endpoint of the provider, and whether a proxy stands between here and the service.",
		},
		"a cause that is only the kind": {
			asked(func(e *paperspace.Error) {
				e.Kind, e.Err, e.Status = paperspace.ErrRefused, paperspace.ErrRefused, 422
			}),
			webAsked + "  Answer:  status 422\n\nCorrect what the response names, then try again.",
		},
		"nothing known but the kind": {
			&paperspace.Error{Op: "stop machine ps1", Kind: paperspace.ErrConflict},
			"While trying to stop machine ps1:\n  Outcome: conflict\n\nPaperspace does not allow this in the current state of the object. Correct what the response names, then try again.",
		},
		"not offered": {
			paperspace.API{Name: "core", Other: "v1"}.Unsupported("list scripts"),
			"While trying to list scripts:\n  Outcome: API generation \"core\" does not offer this\n\nSet api_version = \"v1\" in the provider block to use it.",
		},
		"its own advice comes first": {
			asked(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Advice = paperspace.ErrDenied, 403, "Ask an administrator."
			}),
			webAsked + "  Answer:  status 403\n\nAsk an administrator.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := tfx.Explain(c.err, client())
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("not the expected text (-want +got):\n%s", diff)
			}
			wellFormed(t, got)
		})
	}
}

func TestExplainKeepsWhatWrapsTheError(t *testing.T) {
	inner := asked(func(e *paperspace.Error) { e.Kind, e.Status = paperspace.ErrUnavailable, 500 })
	const body = webAsked + "  Answer:  status 500\n"
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"text before":                  {fmt.Errorf("machine ps1 stays in the state: %w", inner), "Machine ps1 stays in the state.\n" + body + "\n" + serviceSide},
		"a sentence before":            {fmt.Errorf("machine ps1 stays in the state.: %w", inner), "Machine ps1 stays in the state.\n" + body + "\n" + serviceSide},
		"text before, twice":           {fmt.Errorf("outer: %w", fmt.Errorf("middle: %w", inner)), "Outer: middle.\n" + body + "\n" + serviceSide},
		"text after":                   {fmt.Errorf("%w; and nothing was undone", inner), body + "And nothing was undone.\n\n" + serviceSide},
		"another error, joined":        {errors.Join(inner, errors.New("the disk is full")), body + "The disk is full.\n\n" + serviceSide},
		"wrapped without its own text": {silent{inner}, body + "\n" + serviceSide},
	} {
		t.Run(name, func(t *testing.T) {
			got := tfx.Explain(c.err, client())
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("not the expected text (-want +got):\n%s", diff)
			}
			wellFormed(t, got)
		})
	}
}

type silent struct{ err error }

func (s silent) Error() string { return s.err.Error() }
func (s silent) Unwrap() error { return s.err }

// Before the provider is configured there is no client to name.
func TestExplainWithoutClient(t *testing.T) {
	for name, c := range map[string]*paperspace.Client{"no client": nil, "a client that knows nothing": {}} {
		t.Run(name, func(t *testing.T) {
			got := tfx.Explain(asked(func(e *paperspace.Error) { e.Kind, e.Status = paperspace.ErrDenied, 401 }), c)
			want := "The API key was taken from the provider configuration and sent to the service."
			if !strings.Contains(got, want) {
				t.Errorf("%q lacks %q", got, want)
			}
		})
	}
}

func TestErrorAndWarning(t *testing.T) {
	err := errors.New("no luck")
	for want, d := range map[diag.Severity]diag.Diagnostic{
		diag.SeverityError:   tfx.Error("Machine not read", err, nil),
		diag.SeverityWarning: tfx.Warning("Machine not read", err, nil),
	} {
		if d.Severity() != want || d.Summary() != "Machine not read" || d.Detail() != "No luck." {
			t.Errorf("%s %q: %q", d.Severity(), d.Summary(), d.Detail())
		}
	}
}

// wellFormed holds of every message: no line twice, no two blank lines, no
// space at the end of a line, and an end to the last sentence.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	seen := map[string]bool{}
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" && seen[line] {
			t.Errorf("this line is there twice: %q", line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Errorf("space at the end of %q", line)
		}
		seen[line] = true
	}
	if strings.Contains(text, "\n\n\n") || strings.Contains(text, "..") {
		t.Errorf("blank lines or full stops in a row in %q", text)
	}
	if text != "" && !strings.ContainsAny(text[len(text)-1:], ".?") {
		t.Errorf("%q does not end with a full stop", text)
	}
}

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
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func client() *ops.Client {
	return &ops.Client{
		API:     paperspace.API{Name: "core", Endpoint: "https://api.example.com"},
		Options: ops.Options{KeySource: "the environment variable PAPERSPACE_API_KEY"},
	}
}

// failedRequest returns the error of a failed request after a change to it.
func failedRequest(change func(e *paperspace.Error)) *paperspace.Error {
	e := &paperspace.Error{Op: `create machine "web"`, Method: "POST", Path: "/machines/createSingleMachinePublic"}
	change(e)
	return e
}

// The parts that messages about the request to create machine "web" have in common.
const (
	webRejected = "Paperspace rejected the request to create machine \"web\""
	webFailed   = "Paperspace failed to create machine \"web\""
	webRequest  = "\n\n  Request:    POST /machines/createSingleMachinePublic"
)

const (
	raiseTimeout = "If Paperspace needs more time, increase the timeout of this operation in the timeouts block, if there is one."
	serviceSide  = "Try again later."
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
			failedRequest(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Message, e.RequestID = paperspace.ErrDenied, 401, "Invalid API token", "req-7"
			}),
			webRejected + ": \"Invalid API token\".\n\n" +
				"The API key was taken from the environment variable PAPERSPACE_API_KEY and sent to https://api.example.com. " +
				"Check that the key is complete, has not been revoked, and belongs to a user with permission for this request." +
				webRequest + "\n  Response:   status 401\n  Request ID: req-7",
		},
		"not found by a write": {
			failedRequest(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Message = paperspace.ErrNotFound, 404, "Private network not found"
			}),
			webRejected + ": \"Private network not found\".\n\nPaperspace did not find an object that the request names. Check the IDs in the configuration." +
				webRequest + "\n  Response:   status 404",
		},
		"not found": {
			failedRequest(func(e *paperspace.Error) {
				e.Method, e.Kind, e.Status, e.Message = "GET", paperspace.ErrNotFound, 404, "Machine not found"
			}),
			webRejected + ": \"Machine not found\".\n\n" +
				"Check the ID, if you set one. Also check that https://api.example.com is the right endpoint and that the API key from the environment " +
				"variable PAPERSPACE_API_KEY belongs to the right team, because a wrong host and the key of another team return this error, too." +
				strings.Replace(webRequest, "POST", "GET", 1) + "\n  Response:   status 404",
		},
		"throttled": {
			failedRequest(func(e *paperspace.Error) { e.Kind, e.Status, e.Code = paperspace.ErrThrottled, 429, "TOO_MANY" }),
			webRejected + ".\n\n" +
				"Try again later, increase the timeout of the operation, or set requests_per_second in the provider block." +
				webRequest + "\n  Response:   status 429 TOO_MANY",
		},
		"conflict": {
			failedRequest(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Message = paperspace.ErrConflict, 409, "Machine is stopping"
			}),
			webRejected + ": \"Machine is stopping\".\n\nPaperspace does not allow this in the current state of the object. Correct what the response names, then try again." +
				webRequest + "\n  Response:   status 409",
		},
		"rejected": {
			failedRequest(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Message = paperspace.ErrRejected, 400, "templateId not found"
			}),
			webRejected + ": \"templateId not found\".\n\nCorrect what the response names, then try again." + webRequest + "\n  Response:   status 400",
		},
		"the words of Paperspace end with a period": {
			failedRequest(func(e *paperspace.Error) { e.Kind, e.Status, e.Message = paperspace.ErrUnavailable, 503, "Try later." }),
			webFailed + " with status 503: \"Try later.\"\n\n" + serviceSide + webRequest + "\n  Response:   status 503",
		},
		"a pause that is too long for the request to be sent": {
			failedRequest(func(e *paperspace.Error) {
				e.Kind, e.Message, e.Reasons = paperspace.ErrThrottled, "Paperspace requires a wait of 1h", []paperspace.Reason{paperspace.PauseTooLong{}}
			}),
			"The request to create machine \"web\" was not sent: Paperspace requires a wait of 1h.\n\nTry again later, or allow the operation more time." + webRequest,
		},
		"failed after it was accepted": {
			&paperspace.Error{Op: `wait for machine "web" (ps1) to be ready`, Kind: paperspace.ErrFailed, Message: "Paperspace reports: no disk"},
			"Paperspace reports: no disk.\n\nApply again later, or change what the reason names.",
		},
		"a wait that took too long": {
			&paperspace.Error{Op: `wait for machine "web" (ps1) to be ready`, Kind: paperspace.ErrTimeout, Message: `waited 30m; last state "starting"`, Err: context.DeadlineExceeded},
			"Timed out while waiting for machine \"web\" (ps1) to be ready: waited 30m; last state \"starting\".\n\n" + raiseTimeout,
		},
		"a request that took too long": {
			failedRequest(func(e *paperspace.Error) { e.Err = context.DeadlineExceeded }),
			"Paperspace did not respond to the request to create machine \"web\". The time for this operation is over.\n\n" + raiseTimeout + webRequest,
		},
		"interrupted": {
			failedRequest(func(e *paperspace.Error) { e.Err = context.Canceled }),
			"The apply was interrupted while trying to create machine \"web\".\n\nRun terraform plan to see what is left to do." + webRequest,
		},
		"interrupted after a response": {
			&paperspace.Error{Op: "create machine \"web\"", Err: failedRequest(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Message, e.Err = paperspace.ErrUnavailable, 500, "broken", context.Canceled
			})},
			"The apply was interrupted while trying to create machine \"web\". The last response had status 500: \"broken\".\n\nRun terraform plan to see what is left to do.",
		},
		"not found, by another server": {
			failedRequest(func(e *paperspace.Error) {
				e.Method, e.Kind, e.Status, e.Err = "GET", paperspace.ErrNotFound, 404, transport.ErrForeign
			}),
			"The server responded to the request to create machine \"web\" with status 404, and not in the form of the Paperspace API.\n\n" +
				"Check that https://api.example.com is the right endpoint, and check any proxy in between. With api_version = \"v1\", an endpoint usually ends in /v1." +
				"\n\n  Request:    GET /machines/createSingleMachinePublic\n  Response:   status 404",
		},
		"unreachable": {
			failedRequest(func(e *paperspace.Error) {
				e.Kind, e.Err = paperspace.ErrUnavailable, errors.New("dial tcp: connection refused")
			}),
			"The request to create machine \"web\" failed (dial tcp: connection refused).\n\n" +
				"Check that this computer can reach https://api.example.com (DNS, proxy, firewall), then try again." + webRequest,
		},
		"the service is down": {
			failedRequest(func(e *paperspace.Error) { e.Kind, e.Status, e.Message = paperspace.ErrUnavailable, 503, "maintenance" }),
			webFailed + " with status 503: \"maintenance\".\n\n" + serviceSide + webRequest + "\n  Response:   status 503",
		},
		"one failure because of another of its kind": {
			&paperspace.Error{Op: "read machine ps1", Kind: paperspace.ErrUnavailable, Message: "the list cannot be read",
				Err: &paperspace.Error{Op: "list machines", Kind: paperspace.ErrUnavailable, Method: "GET", Path: "/machines/getMachines", Status: 503}},
			"Failed to read machine ps1: the list cannot be read. Paperspace failed to list machines with status 503.\n\n" + serviceSide,
		},
		"not the service": {
			failedRequest(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Message = paperspace.ErrNotService, 200, "Welcome to nginx"
			}),
			"The response to the request to create machine \"web\" was unreadable: \"Welcome to nginx\".\n\n" +
				"Check the endpoint of the provider, and any proxy between this computer and Paperspace." + webRequest + "\n  Response:   status 200",
		},
		"a cause that is only the kind": {
			failedRequest(func(e *paperspace.Error) {
				e.Kind, e.Err, e.Status = paperspace.ErrRejected, paperspace.ErrRejected, 422
			}),
			webRejected + ".\n\nCorrect what the response names, then try again." + webRequest + "\n  Response:   status 422",
		},
		"nothing known but the kind": {
			&paperspace.Error{Op: "stop machine ps1", Kind: paperspace.ErrConflict},
			"Failed to stop machine ps1: conflict.\n\nPaperspace does not allow this in the current state of the object. Correct what the response names, then try again.",
		},
		"not offered": {
			paperspace.API{Name: "core", Other: "v1"}.Unsupported("list scripts"),
			"The CORE API cannot list scripts.\n\nSet api_version = \"v1\" in the provider block to use it.",
		},
		"its own advice comes first": {
			failedRequest(func(e *paperspace.Error) {
				e.Kind, e.Status, e.Reasons = paperspace.ErrDenied, 403, []paperspace.Reason{paperspace.NothingSent{}, paperspace.TwoAddresses{}}
			}),
			webRejected + ".\n\nNothing was sent. Ask for one of the two." + webRequest + "\n  Response:   status 403",
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
	inner := failedRequest(func(e *paperspace.Error) { e.Kind, e.Status = paperspace.ErrUnavailable, 500 })
	const body, end = webFailed + " with status 500.", "\n\n" + serviceSide + webRequest + "\n  Response:   status 500"
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"text before":                   {fmt.Errorf("machine ps1 stays in the state: %w", inner), "Machine ps1 stays in the state. " + body + end},
		"a sentence before":             {fmt.Errorf("machine ps1 stays in the state.: %w", inner), "Machine ps1 stays in the state. " + body + end},
		"a note":                        {tfx.Note(inner, "Machine ps1 is off."), "Machine ps1 is off. " + body + end},
		"a note on wrapped text":        {tfx.Note(fmt.Errorf("it was read 5 times: %w", inner), "It is off."), "It is off. It was read 5 times. " + body + end},
		"a note on another error":       {tfx.Note(errors.New("disk full"), "It is off."), "It is off. Disk full."},
		"a note on a time that is over": {tfx.Note(context.DeadlineExceeded, "It is off."), "It is off. Paperspace did not respond in time. Try again later."},
		"text before, twice":            {fmt.Errorf("outer: %w", fmt.Errorf("middle: %w", inner)), "Outer: middle. " + body + end},
		"text after":                    {fmt.Errorf("%w; and nothing was undone", inner), body + " And nothing was undone." + end},
		"another error, joined":         {errors.Join(inner, errors.New("the disk is full")), body + " The disk is full." + end},
		"wrapped without its own text":  {silent{inner}, body + end},
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

// Before the provider is configured, there is no client whose endpoint a message can
// name.
func TestExplainWithoutClient(t *testing.T) {
	for name, c := range map[string]*ops.Client{"no client": nil, "a client without an API": {}} {
		t.Run(name, func(t *testing.T) {
			got := tfx.Explain(failedRequest(func(e *paperspace.Error) { e.Kind, e.Status = paperspace.ErrDenied, 401 }), c)
			want := "The API key was taken from the provider configuration and sent to Paperspace."
			if !strings.Contains(got, want) {
				t.Errorf("%q lacks %q", got, want)
			}
		})
	}
}

func TestErrorAndWarning(t *testing.T) {
	err := errors.New("no luck")
	for want, d := range map[diag.Severity]diag.Diagnostic{
		diag.SeverityError:   tfx.Error("Failed to read machine", err, nil),
		diag.SeverityWarning: tfx.Warning("Failed to read machine", err, nil),
	} {
		if d.Severity() != want || d.Summary() != "Failed to read machine" || d.Detail() != "No luck." {
			t.Errorf("%s %q: %q", d.Severity(), d.Summary(), d.Detail())
		}
	}
}

// wellFormed checks what is true of every message: no line appears twice, no two blank
// lines follow each other, no line ends with a space, and the last sentence is complete.
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
	lines := strings.Split(text, "\n")
	if last := lines[len(lines)-1]; last != "" && !strings.HasPrefix(last, "  ") && !strings.ContainsAny(last[len(last)-1:], ".?") {
		t.Errorf("%q does not end with a full stop", text)
	}
}

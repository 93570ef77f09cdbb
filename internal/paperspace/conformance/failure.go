package conformance

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// failures are the rules about rejections, and about responses that are not from Paperspace
// at all.
var failures = []rule{
	{"an unknown machine is not found by any call", unknownMachine},
	{"a wrong key is denied by every call and shown by none", wrongKey},
	{"a rejection is reported with Paperspace's message", rejections},
	{"a create that breaks a rule is rejected and has no effect", brokenRules},
	{"a failing service is unavailable", unavailable},
	{"a page of HTML is never a valid response", pages},
	{"a request for fewer requests is waited out", throttled},
	{"a request for a pause longer than there is time is an error", pausedTooLong},
	{"the caller's end is the end of every call", interrupted},
}

func unknownMachine(s *scene) {
	s.machine(psfake.Machine{Name: "another"})
	for _, id := range []string{"ps0000000", "ps 1?3", "psé"} {
		for _, c := range s.machineCalls() {
			err := c.do(s.Context(), id)
			if c.name == "events" && err == nil {
				continue // an API version can keep events apart from machines, and have none for the ID
			}
			if !errors.Is(err, paperspace.ErrNotFound) || paperspace.HadEffect(err) || transport.Unrecognized(err) {
				s.Errorf("%s of %q: %v", c.name, id, err)
			}
			if err != nil && !strings.Contains(err.Error(), id) {
				s.Errorf("%s does not name %q: %v", c.name, id, err)
			}
		}
	}
	if n := effects(s.fake); n != 0 {
		s.Errorf("%d requests had an effect", n)
	}
}

func wrongKey(s *scene) {
	id := s.machine(psfake.Machine{})
	const wrong = "wrong-key-5d41402abc4b"
	s.api = s.connect(s.fake, wrong)
	for _, c := range s.calls() {
		before := len(s.fake.Journal())
		err := c.do(s.Context(), id)
		if !errors.Is(err, paperspace.ErrDenied) || paperspace.HadEffect(err) {
			s.Errorf("%s: %v", c.name, err)
		}
		if err != nil && strings.Contains(err.Error(), wrong) {
			s.Errorf("%s shows the key: %v", c.name, err)
		}
		if n := len(s.fake.Journal()) - before; n != 1 {
			s.Errorf("%s: %d requests with a wrong key", c.name, n)
		}
	}
	if n := effects(s.fake); n != 0 {
		s.Errorf("%d requests had an effect", n)
	}
}

func rejections(s *scene) {
	id := s.machine(psfake.Machine{})
	const reason = "Your account needs a payment method: see https://example.com/?a=1&b=\"2\" <now>"
	for status, kind := range map[int]error{
		400: paperspace.ErrRejected, 402: paperspace.ErrRejected, 422: paperspace.ErrRejected,
		401: paperspace.ErrDenied, 403: paperspace.ErrDenied, 409: paperspace.ErrConflict, 404: paperspace.ErrNotFound,
	} {
		end := s.fake.Inject(psfake.Fault{Kind: psfake.FaultReject, Status: status, Message: reason})
		for _, c := range s.calls() {
			before := len(s.fake.Journal())
			err := c.do(s.Context(), id)
			var e *paperspace.Error
			isKind := errors.Is(err, kind) || c.optional && status == 404 && errors.Is(err, paperspace.ErrUnsupported)
			if !errors.As(err, &e) || !isKind || e.Status != status || e.Message != reason || e.Op == "" {
				s.Errorf("%s responded with %d: %v", c.name, status, err)
			}
			if paperspace.HadEffect(err) || transport.Unrecognized(err) {
				s.Errorf("%s responded with %d: had effect %v, unrecognized response %v", c.name, status,
					paperspace.HadEffect(err), transport.Unrecognized(err))
			}
			sent := s.fake.Journal()[before:]
			looked := s.quirks.NoNoOps && c.write && len(sent) == 2 && len(sent.Writes()) == 1
			if len(sent) != 1 && !looked {
				s.Errorf("%s responded with %d: %d requests, %d of them writes", c.name, status, len(sent), len(sent.Writes()))
			}
		}
		end()
	}
}

func brokenRules(s *scene) {
	for name, change := range map[string]func(in *paperspace.MachineCreate){
		"an unknown template":            func(in *paperspace.MachineCreate) { in.TemplateID = "t0000000" },
		"Windows on a CPU type":          func(in *paperspace.MachineCreate) { in.TemplateID = "t123abc" },
		"a template of another region":   func(in *paperspace.MachineCreate) { in.TemplateID, in.Region = "t456def", "ca1" },
		"a type that is sold out":        func(in *paperspace.MachineCreate) { in.MachineType = "P6000" },
		"an unknown network":             func(in *paperspace.MachineCreate) { in.NetworkID = "n0000000" },
		"a network of another region":    func(in *paperspace.MachineCreate) { in.NetworkID, in.Region = "n123abc", "ams1" },
		"two kinds of public IP address": func(in *paperspace.MachineCreate) { in.AssignPublicIP, in.DynamicPublicIP = true, true },
		"an unknown region":              func(in *paperspace.MachineCreate) { in.Region = "xx9" },
	} {
		s.fake.SetAvailability(psfake.EastCoast, "P6000", false)
		in := order("web")
		change(&in)
		before := len(s.fake.Journal())
		m, err := s.api.Machines.Create(s.Context(), in)
		var e *paperspace.Error
		if !errors.As(err, &e) || e.Message == "" || paperspace.HadEffect(err) {
			s.Errorf("%s: %+v, %v", name, m, err)
			continue
		}
		// The client itself rejects what a request of this API version cannot express.
		unsaid := errors.Is(err, paperspace.ErrRejected) && len(s.fake.Journal()) == before
		if !unsaid && (e.Status < 400 || e.Status >= 500) {
			s.Errorf("%s: %v", name, err)
		}
	}
	if n := count(s.fake, "web"); n != 0 {
		s.Errorf("%d machines", n)
	}
}

func unavailable(s *scene) {
	id := s.machine(psfake.Machine{})
	for _, f := range []psfake.Fault{
		{Kind: psfake.FaultStatus, Status: 500}, {Kind: psfake.FaultStatus, Status: 503}, {Kind: psfake.FaultHTML, Status: 502},
		{Kind: psfake.FaultHTML, Status: 504}, {Kind: psfake.FaultCut}, {Kind: psfake.FaultSlow, Delay: time.Hour},
	} {
		end := s.fake.Inject(f)
		for _, c := range s.calls() {
			if err := c.do(s.Context(), id); !errors.Is(err, paperspace.ErrUnavailable) || paperspace.HadEffect(err) != c.write {
				// A destroy that was retried can return 404.
				if f.Kind != psfake.FaultSlow || !errors.Is(err, paperspace.ErrNotFound) {
					s.Errorf("%s %d, %s: had effect %v, %v", f.Kind, f.Status, c.name, paperspace.HadEffect(err), err)
				}
			}
		}
		end()
		id = s.machine(psfake.Machine{})
	}
	s.show(id)
}

// A page that is not from Paperspace is an error whatever its status, and a 404 on it does
// not mean that the machine is gone.
func pages(s *scene) {
	for _, status := range []int{200, 201, 401, 403, 404, 410, 429, 500, 502, 503} {
		id := s.machine(psfake.Machine{})
		end := s.fake.Inject(psfake.Fault{Kind: psfake.FaultHTML, Status: status})
		for _, c := range s.calls() {
			ctx, cancel := context.WithTimeout(s.Context(), time.Minute)
			err := c.do(ctx, id)
			cancel()
			if status == 429 && c.whole && errors.Is(err, paperspace.ErrTimeout) {
				continue // the pause from an earlier call left too little time to send the request
			}
			if err == nil || !transport.Unrecognized(err) {
				s.Errorf("%s responded with a page with %d: %v", c.name, status, err)
			}
			if status < 300 && !errors.Is(err, paperspace.ErrNotService) {
				s.Errorf("%s responded with a page with %d: %v", c.name, status, err)
			}
			if err != nil && strings.Contains(err.Error(), "<") {
				s.Errorf("%s shows HTML: %v", c.name, err)
			}
		}
		if status != 429 { // a 429 is retried until the context ends
			if all, err := s.list(nil); err == nil || len(all) != 0 {
				s.Errorf("a page with %d became %d machines, %v", status, len(all), err)
			}
		}
		end()
	}
}

func throttled(s *scene) {
	for _, c := range s.calls() {
		id := s.machine(psfake.Machine{})
		s.fake.ResetJournal()
		s.fake.Inject(psfake.Fault{Kind: psfake.FaultThrottle, RetryAfter: "10", Times: 3})
		began := time.Now()
		if err := c.do(s.Context(), id); err != nil {
			s.Errorf("%s: %v", c.name, err)
		}
		if took := time.Since(began); took < 30*time.Second {
			s.Errorf("%s must pause three times for 10 s, and took only %s", c.name, took)
		}
		if n := effects(s.fake); n > 1 || c.once && n != 1 {
			s.Errorf("%s had %d effects", c.name, n)
		}
	}
}

func pausedTooLong(s *scene) {
	id := s.machine(psfake.Machine{})
	s.fake.Inject(psfake.Fault{Kind: psfake.FaultThrottle, RetryAfter: "3600"})
	for _, c := range s.calls() {
		s.api = s.connect(s.fake, key) // because a client shares the pause among its calls
		ctx, cancel := context.WithTimeout(s.Context(), time.Minute)
		began := time.Now()
		err := s.named(c.name).do(ctx, id)
		cancel()
		if !errors.Is(err, paperspace.ErrThrottled) || paperspace.HadEffect(err) {
			s.Errorf("%s: had effect %v, %v", c.name, paperspace.HadEffect(err), err)
		}
		if took := time.Since(began); took > time.Minute {
			s.Errorf("%s took %s", c.name, took)
		}
	}
}

func interrupted(s *scene) {
	id := s.machine(psfake.Machine{})
	s.fake.Inject(psfake.Fault{Kind: psfake.FaultSlow, Delay: time.Hour})
	for _, c := range s.calls() {
		ctx, cancel := context.WithCancel(s.Context())
		time.AfterFunc(5*time.Second, cancel)
		began := time.Now()
		err := c.do(ctx, id)
		cancel()
		if c.whole { // it is not cut off, so that its effect is known if possible
			if time.Since(began) != 30*time.Second || !paperspace.HadEffect(err) {
				s.Errorf("%s: after %s, had effect %v, %v", c.name, time.Since(began), paperspace.HadEffect(err), err)
			}
			continue
		}
		if !errors.Is(err, context.Canceled) || time.Since(began) != 5*time.Second || paperspace.HadEffect(err) != c.write {
			s.Errorf("%s: after %s, had effect %v, %v", c.name, time.Since(began), paperspace.HadEffect(err), err)
		}
	}
	cancelled, cancel := context.WithCancel(s.Context())
	cancel()
	s.fake.ResetJournal()
	for _, c := range s.calls() {
		if err := c.do(cancelled, id); !errors.Is(err, context.Canceled) || paperspace.HadEffect(err) {
			s.Errorf("%s, canceled before: had effect %v, %v", c.name, paperspace.HadEffect(err), err)
		}
	}
	if n := len(s.fake.Journal()); n != 0 {
		s.Errorf("%d requests after the end", n)
	}
}

// named returns the call with the given name of the current API.
func (s *scene) named(name string) call {
	for _, c := range s.calls() {
		if c.name == name {
			return c
		}
	}
	return call{}
}

// effects counts the requests that took effect, of the given calls or of all.
func effects(w *psfake.Server, calls ...string) (n int) {
	for _, e := range w.Journal().Of(calls...) {
		if e.Effect {
			n++
		}
	}
	return n
}

func (s *scene) wantKind(what string, err, kind error) {
	s.Helper()
	if !errors.Is(err, kind) {
		s.Errorf("%s: got %v, want %v", what, err, kind)
	}
}

func (s *scene) wantMessage(what string, err error, message string) {
	s.Helper()
	if err == nil || !strings.Contains(err.Error(), message) {
		s.Errorf("%s: %v does not say %q", what, err, message)
	}
}

package soak

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// openSiteForCreates opens a site whose configuration has a number of machines.
func openSiteForCreates(t *testing.T, behavior string, machines int, timeout string, lines ...string) *site {
	t.Helper()
	w := psfake.New(psfake.Strict(), psfake.WithKey(acctest.Key), psfake.WithBehavior(behaviors[behavior]()))
	s := openSite(t, core, w, lines...)
	s.tf.Setenv(fmt.Sprintf("TF_VAR_machines=%d", machines))
	s.configure(t, machineGroup(trouble{timeout: timeout}, "m", ""))
	return s
}

// createdOnce fails the test unless an apply has created each machine exactly once.
func (s *site) createdOnce(t *testing.T, result report, machines int) {
	t.Helper()
	state, err := s.state()
	if err != nil {
		t.Fatal(err)
	}
	var wanted []string
	for i := range machines {
		wanted = append(wanted, fmt.Sprintf("m-%03d", i))
	}
	a := takeAccount(s.Machines(), state, wanted, result.names)
	if result.code != 0 || len(a.lost)+len(a.twice)+len(a.short)+len(a.tainted) > 0 {
		t.Errorf("exit code %d, lost %v, twice %v, tainted %v, short of %v\n%s", result.code, a.lost, a.twice, a.tainted, a.short, result.text)
	}
}

// If a fifth of the responses to creates is lost, one apply still creates every
// machine exactly once and records it in the state.
func TestAccLostResponsesLoseNoMachines(t *testing.T) {
	inTurn(t)
	machines, names := 40, []string{"observed"}
	if duration(t) > 0 {
		machines, names = 100, []string{"documented", "observed"}
	}
	for _, behavior := range names {
		t.Run(behavior, func(t *testing.T) {
			acctest.Parallel(t)
			s := openSiteForCreates(t, behavior, machines, "", `poll_interval = "1s"`)
			s.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Rate: 0.2})
			result := s.run("apply", "-auto-approve")
			s.createdOnce(t, result, machines)
			lost := 0
			for _, e := range s.Journal().Of("machines.create") {
				if e.Fault == string(psfake.FaultCutAfter) {
					lost++
				}
			}
			if lost == 0 || s.Journal().Count("machines.create") != machines {
				t.Errorf("%d creates, %d responses lost", s.Journal().Count("machines.create"), lost)
			}
			printLine(t, "%s, %d of %d responses to creates lost: %d machines alive and in the state after one apply, %s", behavior, lost, machines, len(s.Machines()), result.took.Round(time.Second))
		})
	}
}

// Many parallel creates succeed even if the server allows only five requests per
// second, so users need not lower -parallelism. Its default is 10.
func TestAccManyCreatesUnderARateLimit(t *testing.T) {
	inTurn(t)
	const perSecond = 5
	for _, c := range []struct{ parallel, machines int }{{10, 20}, {40, 40}, {10, 100}, {100, 100}} {
		parallel, machines := c.parallel, c.machines
		if brief := machines < 100; brief != (duration(t) == 0) {
			continue
		}
		t.Run(fmt.Sprintf("%d of %d at a time", parallel, machines), func(t *testing.T) {
			acctest.Parallel(t)
			s := openSiteForCreates(t, "observed", machines, "")
			s.Limit(perSecond, perSecond)
			result := s.run("apply", "-auto-approve", fmt.Sprintf("-parallelism=%d", parallel))
			s.createdOnce(t, result, machines)
			rejected, late, j := 0, 0, s.Journal()
			var met time.Time
			for _, e := range j {
				if e.Status != http.StatusTooManyRequests {
					continue
				}
				if rejected++; rejected == 1 {
					met = e.At
				}
				if e.At.Sub(met) > time.Second {
					late++
				}
			}
			creates := j.Of("machines.create")
			creating := creates[len(creates)-1].At.Sub(creates[0].At)
			printLine(t, "%d requests a second at most, %d creates at a time: %d machines in %s (the creates in %s) with %d requests, %d of them rejected, %d later than a second after the first",
				perSecond, parallel, machines, result.took.Round(time.Second), creating.Round(time.Second), len(j), rejected, late)
			// How many requests are rejected and how long that takes depends on how busy
			// this computer is. TestManyWritersOneLimit in package transport checks the
			// bounds in a synctest bubble.
		})
	}
}

// If Retry-After is longer than the time that the operation has left, the create
// fails immediately. The error contains both times, and no machine is created.
func TestAccRetryAfterBeyondTheDeadline(t *testing.T) {
	inTurn(t)
	// The patterns allow for the time that passes before the error.
	const anHour, aDay = `(1h|[45]\dm\d\S*)`, `(24h|23h[45]\dm\S*)`
	const ofTen, ofThirty = `(10m|[5-9]m\S*)`, `(30m|2\dm\S*)`
	for _, c := range []struct{ name, header, timeout, required, left string }{
		{"seconds", "3600", "10m", anHour, ofTen},
		{"a date", "", "10m", anHour, ofTen},
		{"absurd", "1000000", "10m", aDay, ofTen},
		{"absurd, with the usual timeout", "1000000", "", aDay, ofThirty},
	} {
		t.Run(c.name, func(t *testing.T) {
			acctest.Parallel(t)
			if c.header == "" {
				c.header = time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)
			}
			s := openSiteForCreates(t, "documented", 3, c.timeout, `poll_interval = "100ms"`)
			remove := s.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultThrottle, RetryAfter: c.header})
			result := s.run("apply", "-auto-approve")
			if result.code != 1 || len(s.Machines()) > 0 {
				t.Errorf("exit code %d, %d machines", result.code, len(s.Machines()))
			}
			for i := range 3 {
				said := result.said(fmt.Sprintf("paperspace_machine.m[%d]", i))
				want := fmt.Sprintf(`(?s)m-%03d.*Paperspace requires a wait of %s, but the operation has only %s left.*allow the operation more time`, i, c.required, c.left)
				if !regexp.MustCompile(want).MatchString(said) {
					t.Errorf("not as in %s:\n%s", want, said)
				}
			}
			remove()
			s.createdOnce(t, s.run("apply", "-auto-approve"), 3)
		})
	}
}

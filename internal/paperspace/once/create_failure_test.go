package once_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// If the server is unavailable just after a create was lost, the search outlasts the outage
// and adopts the machine.
func TestSearchForALostCreateOutlastsAnOutage(t *testing.T) {
	for _, away := range []psfake.Fault{
		{Kind: psfake.FaultStatus}, {Kind: psfake.FaultHTML, Status: 200}, {Kind: psfake.FaultTruncate},
		{Kind: psfake.FaultReject, Status: 401}, {Kind: psfake.FaultHTML, Status: 403},
	} {
		for _, lasts := range []time.Duration{30 * time.Second, 150 * time.Second} {
			t.Run(fmt.Sprint(away.Kind, away.Status, lasts), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, client := opstest.Core(t, opstest.Provision(0))
					opstest.CreateAll(t, client, "first") // so that the account has been read
					w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
					back := w.Inject(away)
					time.AfterFunc(lasts, back)
					made, err := client.Create(t.Context(), opstest.Ordered("lost"))
					if all := w.Machines(); err != nil || len(all) != 2 || all[1].ID != made.Object.ID {
						t.Errorf("got %+v, %v; the service has %v", made, err, all)
					}
				})
			})
		}
	}
}

func TestUnknownOutcomeIsReportedAndNotRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := opstest.Core(t, opstest.Provision(0))
		opstest.CreateAll(t, client, "first")
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1})
		w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultStatus, Status: 500})
		_, err := client.Create(t.Context(), opstest.Ordered("lost"))
		mightExist(t, err, "lost")
		if n := w.Journal().Count("machines.create"); n != 2 {
			t.Errorf("%d creates", n)
		}
	})
}

// mightExist fails unless the error says that a machine might exist and be billed.
func mightExist(t *testing.T, err error, name string) {
	t.Helper()
	got, _ := opstest.ReasonIn[paperspace.MightExist](err)
	if want := (paperspace.MightExist{Object: fmt.Sprintf("machine named %q", name), Billed: true, Warned: true}); got != want || !paperspace.HadEffect(err) {
		t.Errorf("%v, %+v", err, got)
	}
}

// After two lost responses, no third request is sent.
func TestCreateIsSentTwiceAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := opstest.Core(t, opstest.Provision(0))
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCut})
		_, err := client.Create(t.Context(), opstest.Ordered("lost"))
		mightExist(t, err, "lost")
		if n := w.Journal().Count("machines.create"); n != 2 {
			t.Errorf("%d creates", n)
		}
	})
}

// The error of a lost create promises a warning in the next plan only for the kinds whose
// plans look for objects with the same name.
func TestLostCreatePromisesOnlyWhatThePlanWarnsOf(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := opstest.V1(t, ops.Options{})
		w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultCut})
		w.Inject(psfake.Fault{Call: "networks.create", Kind: psfake.FaultCut})
		_, script := client.Scripts.Create(t.Context(), paperspace.ScriptCreate{Name: "lost", Text: "x"})
		_, network := client.PrivateNetworks.Create(t.Context(), paperspace.NetworkCreate{Name: "lost", Region: "ny2"})
		for err, promised := range map[error]bool{script: true, network: false} {
			if got, might := opstest.ReasonIn[paperspace.MightExist](err); !might || got.Warned != promised {
				t.Errorf("promised should be %v: %v, %+v", promised, err, got)
			}
		}
	})
}

// The second request is rejected because the object of the first one has appeared late.
func TestRejectedRetryLooksOnceMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, client := opstest.Core(t, psfake.WithBehavior(psfake.Observed())) // script names are unique
		w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultCutAfter, Times: 1})
		late := w.Inject(psfake.Fault{Call: "scripts.list", Kind: psfake.FaultStale, Age: time.Hour})
		time.AfterFunc(150*time.Second, late)
		w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultSlow, Skip: 1, Delay: 29 * time.Second})
		made, err := client.Scripts.Create(t.Context(), paperspace.ScriptCreate{Name: "x", Text: "x", IsEnabled: true})
		if all := w.Scripts(); err != nil || len(all) != 1 || made.Object.ID != all[0].ID || !made.Adopted {
			t.Errorf("%+v, %v; the service has %v", made, err, all)
		}
	})
}

func TestRejectedCreateIsFinal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		in := opstest.Ordered("x")
		in.TemplateID = "t0000000"
		_, err := c.Create(t.Context(), in)
		if !errors.Is(err, paperspace.ErrRejected) || !strings.Contains(err.Error(), "templateId") {
			t.Errorf("%v", err)
		}
		if n := w.Journal().Count("machines.create"); n != 1 {
			t.Errorf("%d creates", n)
		}
	})
}

// Paperspace creates the user first, so the error of a failed create must name the user.
func TestUserOfAFailedCreateIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		in := opstest.Ordered("x")
		in.TemplateID = "t0000000"
		in.NewUser = &paperspace.NewUser{Email: "arya@example.com", Password: "needle-not-shown", FirstName: "Arya", LastName: "Stark"}
		w.AddUser(psfake.User{Email: "arya@example.com"})
		_, err := c.Create(t.Context(), in)
		users := w.Users()
		got, _ := opstest.ReasonIn[paperspace.UserExists](err)
		if want := (paperspace.UserExists{Email: "arya@example.com", ID: users[len(users)-1].ID}); got != want {
			t.Errorf("%+v, want %+v: %v", got, want, err)
		}
		if strings.Contains(err.Error(), "needle") {
			t.Error("the password shows")
		}
	})
}

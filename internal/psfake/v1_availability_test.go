package psfake_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestV1Availability(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		c.SetAvailability(psfake.WestCoast, "P4000", false)
		for query, body := range map[string]string{
			"machineType=P4000&region=ny2":                  `{"available":true}`,
			"machineType=P4000&region=East%20Coast%20(NY2)": `{"available":true}`,
			"machineType=P4000&region=ca1":                  `{"available":false}`,
			"machineType=C5&region=ca1":                     `{"available":true}`,
			"machineType=H100x8&region=ny2":                 `{"available":true}`,
			"machineType=H100x8&region=ca1":                 `{"available":false}`,
			"machineType=A5000&region=ca1":                  `{"available":true}`,
			"machineType=A5000&region=ams1":                 `{"available":false}`,
			"machineType=Air&region=ny2":                    `{"available":false}`,
		} {
			want(t, query, c.v1("GET", "/machine-availability?"+query, "").raw, body)
		}
		wantRejection(t, c.v1("GET", "/machine-availability?machineType=P4000", ""), 400, "region")
		wantRejection(t, c.v1("GET", "/machine-availability?region=ny2", ""), 400, "machineType")
		c.ChangeBehavior(func(d *psfake.Behavior) { d.V1.NoAvailability = true })
		want(t, "no such call", c.v1("GET", "/machine-availability?machineType=P4000&region=ny2", "").status, 404)
	})
	for status, c := range map[int]*caller{200: documentedCaller(t), 400: observedCaller(t)} {
		for _, query := range []string{"machineType=Z1&region=ny2", "machineType=P4000&region=ny9"} {
			want(t, query, c.v1("GET", "/machine-availability?"+query, "").status, status)
		}
	}
}

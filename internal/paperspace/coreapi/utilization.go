package coreapi

import (
	"context"
	"net/url"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// utilizations implements [paperspace.Utilizations].
type utilizations struct{ *client }

// usageResponse is one half of a utilization. Rates are documented as texts ("0.40"), but a number
// was observed, too.
type usageResponse struct {
	SecondsUsed wire.Decimal `json:"secondsUsed"`
	HourlyRate  wire.Decimal `json:"hourlyRate"`
	MonthlyRate wire.Decimal `json:"monthlyRate"`
}

// Utilization implements [paperspace.Utilizations]. CORE reference: machines > utilization.
func (c utilizations) Utilization(ctx context.Context, machineID, month string) (paperspace.Utilization, error) {
	op := "read the utilization of machine " + machineID
	if machineID == "" {
		return paperspace.Utilization{}, noID(op)
	}
	var a struct {
		MachineID          wire.ID                     `json:"machineId"`
		Utilization        wire.Latest[*usageResponse] `json:"utilization"`
		StorageUtilization wire.Latest[*usageResponse] `json:"storageUtilization"`
	}
	err := c.get(ctx, op, machineUtilization, url.Values{"machineId": {machineID}, "billingMonth": {month}}, &a)
	if err != nil {
		return paperspace.Utilization{}, err
	}
	if a.MachineID == "" && a.Utilization.Value == nil && a.StorageUtilization.Value == nil {
		return paperspace.Utilization{}, nothingThere(op, machineUtilization)
	}
	u := paperspace.Utilization{MachineID: machineID, BillingMonth: month}
	if h := a.Utilization.Value; h != nil {
		u.Machine = &paperspace.Usage{SecondsUsed: float64(h.SecondsUsed), Rate: float64(h.HourlyRate)}
	}
	if h := a.StorageUtilization.Value; h != nil {
		u.Storage = &paperspace.Usage{SecondsUsed: float64(h.SecondsUsed), Rate: float64(h.MonthlyRate)}
	}
	return u, nil
}

using Portal.Api;
using Portal.Pricing;
using Portal.Tests.Hosting;

namespace Portal.Tests.Costs;

/// <summary>Charges and budgets as the price book and the limits write them.</summary>
static class CostRows
{
    /// <summary>A charge with its sums.</summary>
    /// <param name="kind"><c>memory</c>, <c>tool</c> or <c>month</c>.</param>
    /// <param name="actor">Of a tool: who asked, such as <c>user/user_1</c>.</param>
    public static Task AddCharge(
        this PortalHost host, string projectId, string kind, string item, long at, decimal dollars, string? assistant = null, string? actor = null) => host.Write(connection =>
            ChargesRepository.Insert(connection, new ChargeRow(
                Ids.New("chg"), projectId, kind, item, assistant, null, at, at, 1, "price_1", (long)(dollars * 1_000_000_000m), at, Ids.New("chg"),
                actor?.Split('/')[0], actor?.Split('/')[1])));

    public static async Task AddBudget(this PortalHost host, string? projectId, string mode, decimal dollars)
    {
        var made = await host.Admin.Post($"/v2/{(projectId is null ? "organization" : $"projects/{projectId}")}/budgets", FormattableString.Invariant($$"""{"amount":{{dollars}},"mode":"{{mode}}","alert_at":[]}"""));
        if (made.Status != 201) throw new InvalidOperationException(made.Body.ToString());
    }
}

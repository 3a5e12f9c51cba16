using Portal.Tests.Hosting;

namespace Portal.Tests.Limits;

public sealed class BadLimitsTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Theory]
    [InlineData("""{"tokens_per_minute":0}""", "tokens_per_minute")]
    [InlineData("""{"tokens_per_minute":-1}""", "tokens_per_minute")]
    [InlineData("""{"tokens_per_minute":1.5}""", "tokens_per_minute")]
    [InlineData("""{"tokens_per_minute":9007199254740992}""", "tokens_per_minute")]
    [InlineData("""{"max_run_cost":0}""", "max_run_cost")]
    [InlineData("""{"concurrent_threads":"many"}""", "concurrent_threads")]
    [InlineData("""{"queue_seconds":301}""", "queue_seconds")]
    [InlineData("""{"tokens_per_hour":5}""", "tokens_per_hour")]
    public async Task Set_BadLimits_AreRefused(string body, string param)
    {
        var project = await host.AddProject();
        var refused = await host.Admin.Post($"/v2/projects/{project}/limits", body);
        Assert.Equal((400, param), (refused.Status, refused.Param));
    }

    [Theory]
    [InlineData("""{"amount":0}""", "amount")]
    [InlineData("""{"amount":-5}""", "amount")]
    [InlineData("""{"amount":1e30}""", "amount")]
    [InlineData("""{"amount":0.0000000001}""", "amount")]
    [InlineData("""{"amount":5,"alert_at":[0]}""", "alert_at")]
    [InlineData("""{"amount":5,"period":"week"}""", "period")]
    [InlineData("""{"mode":"hard"}""", "amount")]
    [InlineData("""{"amount":5,"scope":{"type":"key","id":"key_unknown"}}""", "scope.id")]
    public async Task Create_BadBudgets_AreRefused(string body, string param)
    {
        var project = await host.AddProject();
        var refused = await host.Admin.Post($"/v2/projects/{project}/budgets", body);
        Assert.True(refused.Status is 400 or 404);
        Assert.Equal(param, refused.Param);
    }
}

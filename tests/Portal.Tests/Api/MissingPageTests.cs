using Portal.Tests.Hosting;

namespace Portal.Tests.Api;

/// <summary>A page whose object is not there says so with the status too, and with its navigation around it.</summary>
public sealed class MissingPageTests(PortalHost host) : IClassFixture<PortalHost>
{
    [Theory]
    [InlineData("/projects/proj_01m838vpdvce6n96v1g6vyzfgf")]
    [InlineData("/assistants/asst_01m838vpdvce6n96v1g6vyzfgf")]
    [InlineData("/threads/thread_01m838vpdvce6n96v1g6vyzfgf")]
    [InlineData("/runs/run_01m838vpdvce6n96v1g6vyzfgf")]
    public async Task DetailPage_OfNothing_Is404(string address)
    {
        using var owner = await host.SignedIn(PortalHost.AdminEmail, PortalHost.AdminPassword);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await owner.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Contains("exists, or you may not see it", html, StringComparison.Ordinal);
        Assert.Contains("id=\"project-menu\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DetailPage_OfAProject_Is200()
    {
        var id = await host.AddProject("مكتب الدعم 🚀");
        using var owner = await host.SignedIn(PortalHost.AdminEmail, PortalHost.AdminPassword);
        using var answer = await owner.Client.GetAsync($"/projects/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)answer.StatusCode);
    }
}

namespace Portal.Tests.Organization;

public sealed class StatusTests(PortalHost portal) : IClassFixture<PortalHost>
{
    [Fact]
    public async Task Status_SaysWhatRuns()
    {
        var status = await portal.Admin.Get("/v2/organization/status");
        Assert.Equal(portal.DataDirectory, status["data_directory"].GetString());
        Assert.True(status["database_bytes"].GetInt64() >= new FileInfo(Path.Combine(portal.DataDirectory, "portal.db")).Length);
        Assert.Equal(Portal.Data.DatabaseVersion.ShortName(Portal.Data.DatabaseVersion.Known[^1]), status["database_version"].GetString());
        Assert.Contains($"## {status["version"].GetString()}", status["release_notes"].GetString());
    }
}

using Portal.Client.Alerts;
using Portal.Client.Keys;
using Portal.Client.Projects;

namespace Portal.Tests.Alerts;

public sealed class AlertsTests(PortalHost portal) : IClassFixture<PortalHost>
{
    const string Path = "/v2/alerts";

    [Fact]
    public async Task Raise_SameKeyTwice_OpensOne()
    {
        var project = await portal.AddProject();
        var draft = AlertScene.Draft(project);
        await portal.Raise(draft, draft with { Title = "Another" });
        var alert = Assert.Single((await portal.Admin.Get($"{Path}?project_id={project}"))["data"].EnumerateArray());
        Assert.Equal((draft.Title, "open", "Support"), (alert.GetProperty("title").GetString(), alert.GetProperty("status").GetString(), alert.GetProperty("project_name").GetString()));
        Assert.StartsWith("alert_", alert.GetProperty("id").GetString());
        Assert.Equal("system", Assert.Single(await portal.Audit("alert.opened", alert.GetProperty("id").GetString())).ActorId);
    }

    [Fact]
    public async Task List_FiltersByStatusKindAndProject()
    {
        var project = await portal.AddProject();
        await portal.Raise(AlertScene.Draft(project, title: "First"), AlertScene.Draft(project, kind: AlertKind.Overshoot, title: "Second"));
        var second = (await portal.Admin.Get($"{Path}?project_id={project}&kind=overshoot"))["data"][0].GetProperty("id").GetString();
        Assert.Equal(200, (await portal.Admin.Post($"{Path}/{second}", """{"status":"acknowledged"}""")).Status);
        Assert.Equal(["First"], await Titles($"?project_id={project}&status=open"));
        Assert.Equal(["Second"], await Titles($"?project_id={project}&status=acknowledged"));
        Assert.Equal(["Second", "First"], await Titles($"?project_id={project}"));
        Assert.Equal(["First"], await Titles($"?project_id={project}&after={second}"));
        Assert.Equal(400, (await portal.Admin.Get($"{Path}?kind=nothing")).Status);
    }

    [Fact]
    public async Task Acknowledge_IsInTheHistory_AndStays()
    {
        await portal.Raise(AlertScene.Draft());
        var owner = await portal.SignedIn();
        var id = (await portal.NewestAlert()).Id;
        var done = await owner.Client.Post($"{Path}/{id}", """{"status":"acknowledged"}""");
        Assert.Equal(["opened", "acknowledged"], done["history"].EnumerateArray().Select(one => one.GetProperty("type").GetString()).Where(type => type != "mail"));
        Assert.Equal(done["acknowledged_by_name"].GetString(), done["history"].EnumerateArray().Last().GetProperty("who").GetString());
        Assert.Single(await portal.Audit("alert.acknowledged", id));
        var again = await portal.Admin.Post($"{Path}/{id}", """{"status":"acknowledged"}""");
        Assert.Equal((200, done["acknowledged_by"].GetString()), (again.Status, again["acknowledged_by"].GetString()));
        Assert.Equal((409, "already_acknowledged"), Answer(await portal.Admin.Post($"{Path}/{id}", """{"status":"open"}""")));
        Assert.Equal((400, "invalid_value"), Answer(await portal.Admin.Post($"{Path}/{id}", """{"status":"gone"}""")));
    }

    [Fact]
    public async Task OtherProjects_AndTheOrganizations_AreNotSeen()
    {
        var (own, other) = (await portal.AddProject(), await portal.AddProject("Another"));
        await portal.Raise(AlertScene.Draft(own, title: "Own"), AlertScene.Draft(other, title: "Theirs"), AlertScene.Draft(title: "Everybody's"));
        var whole = (await portal.NewestAlert()).Id;
        var viewer = (await portal.AddMember(own, Role.Viewer, ChatAccess.None)).Client;
        var seen = await viewer.Get(Path);
        Assert.Equal(["Own"], seen["data"].EnumerateArray().Select(alert => alert.GetProperty("title").GetString()));
        Assert.Equal(404, (await viewer.Get($"{Path}/{whole}")).Status);
        Assert.Equal(404, (await viewer.Post($"{Path}/{whole}", """{"status":"acknowledged"}""")).Status);
        Assert.Equal(403, (await viewer.Post($"{Path}/{seen["data"][0].GetProperty("id").GetString()}", """{"status":"acknowledged"}""")).Status);
        using var key = portal.Client(await portal.AddKey(own, KeyScope.Manage));
        Assert.Equal(403, (await key.Get(Path)).Status);
    }

    [Fact]
    public async Task Mute_StandsInTheList_TellsNobody_AndEnds()
    {
        var (time, project) = (DateTimeOffset.UtcNow.ToUnixTimeSeconds(), await portal.AddProject());
        var made = await portal.Admin.Post("/v2/alert_mutes", $$"""{"kind":"reconciliation","project_id":"{{project}}","until":{{time + 600}}}""");
        Assert.Equal(201, made.Status);
        await portal.Raise(AlertScene.Draft(project, kind: AlertKind.Reconciliation));
        Assert.True((await portal.NewestAlert())["muted"].GetBoolean());
        await portal.Raise(AlertScene.Draft(kind: AlertKind.Reconciliation));
        Assert.False((await portal.NewestAlert())["muted"].GetBoolean());
        var again = await portal.Admin.Post("/v2/alert_mutes", $$"""{"kind":"reconciliation","project_id":"{{project}}","until":{{time + 900}}}""");
        Assert.Equal(404, (await portal.Admin.Get($"/v2/alert_mutes/{made.Id}")).Status);
        Assert.Contains(again.Id, (await portal.Admin.Get("/v2/alert_mutes"))["data"].ToString());
        Assert.Equal(200, (await portal.Admin.Delete($"/v2/alert_mutes/{again.Id}")).Status);
        await portal.Raise(AlertScene.Draft(project, kind: AlertKind.Reconciliation));
        Assert.False((await portal.NewestAlert())["muted"].GetBoolean());
    }

    [Fact]
    public async Task Mute_OfAllProjects_CoversEach_AndNeedsTheOrganizationsRight()
    {
        var (until, project) = (DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600, await portal.AddProject());
        var body = $$"""{"kind":"provider_limited","project_id":null,"until":{{until}}}""";
        var manager = (await portal.AddMember(project, Role.Viewer, ChatAccess.None)).Client;
        Assert.Equal(403, (await manager.Post("/v2/alert_mutes", body)).Status);
        Assert.Equal(201, (await portal.Admin.Post("/v2/alert_mutes", body)).Status);
        await portal.Raise(AlertScene.Draft(project, kind: AlertKind.ProviderLimited));
        Assert.True((await portal.NewestAlert())["muted"].GetBoolean());
        Assert.Equal(1, (await manager.Get("/v2/alert_mutes"))["data"].GetArrayLength());
    }

    [Theory]
    [InlineData("""{"kind":"overshoot","until":5}""", "until")]
    [InlineData("""{"kind":"overshoot","until":99999999999}""", "until")]
    [InlineData("""{"kind":"nothing","until":5}""", "kind")]
    [InlineData("""{"kind":"overshoot"}""", "until")]
    [InlineData("""{"kind":"overshoot","until":1.5}""", "until")]
    public async Task Mute_BadInput_NamesTheField(string body, string param)
    {
        var answer = await portal.Admin.Post("/v2/alert_mutes", body);
        Assert.Equal((400, param), (answer.Status, answer.Param));
    }

    [Theory]
    [InlineData("""{"emails":["nobody"]}""", "emails[0]")]
    [InlineData("""{"emails":["a@example.org"],"kinds":{"b@example.org":["overshoot"]}}""", "kinds")]
    [InlineData("""{"digest_hour":24}""", "digest_hour")]
    [InlineData("""{"digest":"hourly"}""", "digest")]
    [InlineData("""{"display_currency":{"code":"EURO","rate":1}}""", "display_currency.code")]
    [InlineData("""{"display_currency":{"code":"EUR","rate":0}}""", "display_currency.rate")]
    [InlineData("""{"display_currency":{"code":"EUR","rate":-1}}""", "display_currency.rate")]
    [InlineData("""{"display_currency":{"code":"EUR","rate":1000000.01}}""", "display_currency.rate")]
    public async Task Settings_BadInput_NamesTheField(string body, string param)
    {
        var answer = await portal.Admin.Post("/v2/organization/alert_settings", body);
        Assert.Equal((400, param), (answer.Status, answer.Param));
    }

    [Fact]
    public async Task Settings_MoreThanTwentyAddresses_AreRefused()
    {
        var emails = string.Join(',', Enumerable.Range(0, 21).Select(number => $"\"p{number}@example.org\""));
        Assert.Equal("emails", (await portal.Admin.Post("/v2/organization/alert_settings", $$"""{"emails":[{{emails}}]}""")).Param);
    }

    [Fact]
    public async Task Settings_FieldGivenReplaces_TheRestStays()
    {
        await portal.SaveAlertSettings("""{"emails":[" a@example.org ","A@example.org"],"digest":"weekly","digest_weekday":"friday","display_currency":{"code":"eur","rate":0.92}}""");
        var saved = await portal.SaveAlertSettings("""{"digest_hour":6}""");
        Assert.Equal("""["a@example.org"]""", saved["emails"].GetRawText());
        Assert.Equal(("weekly", "friday", 6), (saved["digest"].GetString(), saved["digest_weekday"].GetString(), saved["digest_hour"].GetInt32()));
        Assert.Equal(("EUR", 0.92m), (saved["display_currency"].GetProperty("code").GetString(), saved["display_currency"].GetProperty("rate").GetDecimal()));
        Assert.Equal("null", (await portal.SaveAlertSettings("""{"display_currency":null}"""))["display_currency"].GetRawText());
    }

    static (int, string?) Answer(Answered answer) => (answer.Status, answer.Code);

    async Task<IEnumerable<string?>> Titles(string query) =>
        (await portal.Admin.Get(Path + query))["data"].EnumerateArray().Select(alert => alert.GetProperty("title").GetString());
}

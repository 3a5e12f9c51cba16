using Microsoft.Extensions.DependencyInjection;
using Portal.Mail;
using Portal.Tests.Fakes;

namespace Portal.Tests.Mail;

public sealed class MailerTests : IAsyncLifetime
{
    const string Path = "/v2/organization/settings";

    readonly PortalHost portal = PortalHost.Start();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    IMailer Mailer => portal.Services.GetRequiredService<IMailer>();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Send_TextAndHtml_Arrives()
    {
        await using var server = new MailServer();
        await Save(server.Settings());
        Assert.True(await Mailer.IsConfigured(Cancellation));
        Assert.Null(await Mailer.Send(new MailMessage("ann@example.org", "Grüße\r\nBcc: eve@example.org", "The text", "<p>The page</p>"), Cancellation));
        var mail = Assert.Single(server.Mails);
        Assert.Contains("To: ann@example.org", mail);
        Assert.Contains("From: Portal <portal@example.org>", mail);
        Assert.Contains("The text", mail);
        Assert.Contains("<p>The page</p>", mail);
        Assert.DoesNotMatch("(?m)^Bcc:", mail);
    }

    [Fact]
    public async Task Send_NoServer_SaysSo()
    {
        Assert.False(await Mailer.IsConfigured(Cancellation));
        Assert.Equal("mail_not_configured", (await Mailer.Send(new MailMessage("a@example.org", "S", "T"), Cancellation))!.Code);
        Assert.Equal((409, "mail_not_configured"), Answer(await portal.Admin.Post($"{Path}/test_mail", """{"to":"a@example.org"}""")));
    }

    [Fact]
    public async Task TestMail_GoesToThePersonWhoAsks()
    {
        await using var server = new MailServer();
        await Save(server.Settings());
        var owner = await portal.SignedIn();
        var sent = await owner.Client.Post($"{Path}/test_mail", "{}");
        Assert.Equal((200, true, PortalHost.AdminEmail), (sent.Status, sent["ok"].GetBoolean(), sent["to"].GetString()));
        Assert.Single(server.Mails);
        Assert.Equal((400, "missing_field"), Answer(await portal.Admin.Post($"{Path}/test_mail", "{}")));
        Assert.Equal((400, "invalid_value"), Answer(await portal.Admin.Post($"{Path}/test_mail", """{"to":"not an address"}""")));
    }

    [Fact]
    public async Task Password_IsWriteOnly_AndStaysWithItsServer()
    {
        await using var server = new MailServer { Password = "very-own-secret" };
        var saved = await Save(server.Settings(""","username":"portal","password":"very-own-secret" """));
        Assert.True(saved["smtp"].GetProperty("has_password").GetBoolean());
        await Save(server.Settings(""","username":"portal" """));
        Assert.True((await Test())["ok"].GetBoolean());
        Assert.Equal(["portal very-own-secret"], server.SignIns);
        var moved = await portal.Admin.Post(Path, """{"smtp":{"host":"localhost","port":1,"username":"portal","from":"portal@example.org"}}""");
        Assert.Equal((400, "password_required", "smtp.password"), (moved.Status, moved.Code, moved.Param));
        var everywhere = saved.Body.ToString() + (await portal.Admin.Get(Path)).Body + (await portal.Admin.Get("/v2/organization/audit_logs")).Body + string.Join('\n', portal.Log);
        Assert.DoesNotContain("very-own", everywhere);
    }

    [Fact]
    public async Task WrongPassword_IsSaidInASentence()
    {
        await using var server = new MailServer { Password = "right" };
        await Save(server.Settings(""","username":"portal","password":"wrong" """));
        Assert.Contains("refused the user name or password", (await Test())["error"].GetString());
    }

    [Fact]
    public async Task RefusedRecipient_IsSaidWithTheServersWords()
    {
        await using var server = new MailServer { RefuseRecipients = "550 5.1.1 nobody here" };
        await Save(server.Settings());
        Assert.Contains("550 5.1.1 nobody here", (await Test())["error"].GetString());
        var row = (await portal.Admin.Get("/v2/organization/audit_logs?action=organization.mail_tested"))["data"][0];
        Assert.Equal("failure", row.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task NobodyListens_AndMetadataAddresses_AreSaidInASentence()
    {
        int closed;
        await using (var server = new MailServer()) closed = server.Port;
        await Save($$$"""{"smtp":{"host":"127.0.0.1","port":{{{closed}}},"security":"none","from":"portal@example.org"}}""");
        Assert.Contains("could not be reached", (await Test())["error"].GetString());
        await Save("""{"smtp":{"host":"169.254.169.254","security":"none","from":"portal@example.org"}}""");
        Assert.Contains("never calls", (await Test())["error"].GetString());
    }

    [Fact]
    public async Task ServerWithoutTls_WhenTlsIsAskedFor_IsNotSentTo()
    {
        await using var server = new MailServer();
        await Save(server.Settings().Replace("\"none\"", "\"starttls\""));
        var test = await Test();
        Assert.Contains("does not offer STARTTLS", test["error"].GetString());
        Assert.Empty(server.Mails);
    }

    async Task<Answered> Save(string json)
    {
        var saved = await portal.Admin.Post(Path, json);
        Assert.True(saved.Status == 200, $"{saved.Status} {saved.Body}");
        return saved;
    }

    async Task<Answered> Test()
    {
        var sent = await portal.Admin.Post($"{Path}/test_mail", """{"to":"ann@example.org"}""");
        Assert.Equal(200, sent.Status);
        return sent;
    }

    static (int, string?) Answer(Answered answer) => (answer.Status, answer.Code);
}

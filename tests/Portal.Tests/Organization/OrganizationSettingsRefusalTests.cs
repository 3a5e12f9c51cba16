using System.Text;

namespace Portal.Tests.Organization;

/// <summary>What is refused changes nothing, so that one portal serves all.</summary>
public sealed class OrganizationSettingsRefusalTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Path = "/v2/organization/settings";

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"   "}""", "name")]
    [InlineData("""{"name":"two\nlines"}""", "name")]
    [InlineData("""{"time_zone":"Mars/Olympus"}""", "time_zone")]
    [InlineData("""{"time_zone":"../../etc/passwd"}""", "time_zone")]
    [InlineData("""{"time_zone":"W. Europe Standard Time"}""", "time_zone")]
    [InlineData("""{"sign_in":{"minimum_password_length":7}}""", "sign_in.minimum_password_length")]
    [InlineData("""{"sign_in":{"session_hours":0}}""", "sign_in.session_hours")]
    [InlineData("""{"sign_in":{"allowed_email_domains":["example.org","no domain"]}}""", "sign_in.allowed_email_domains[1]")]
    [InlineData("""{"outbound_allowed_networks":["10.0.0.0/33"]}""", "outbound_allowed_networks[0]")]
    [InlineData("""{"outbound_allowed_networks":["everything"]}""", "outbound_allowed_networks[0]")]
    [InlineData("""{"smtp":{"from":"a@example.org"}}""", "smtp.host")]
    [InlineData("""{"smtp":{"host":"smtp://example.org","from":"a@example.org"}}""", "smtp.host")]
    [InlineData("""{"smtp":{"host":"mail.example.org","from":"nobody"}}""", "smtp.from")]
    [InlineData("""{"smtp":{"host":"mail.example.org","from":"a@example.org","password":"p"}}""", "smtp.username")]
    [InlineData("""{"smtp":{"host":"mail.example.org","from":"a@example.org","username":"u","password":"p","security":"none"}}""", "smtp.security")]
    [InlineData("""{"smtp":{"host":"mail.example.org","from":"a@example.org","port":70000}}""", "smtp.port")]
    [InlineData("""{"backup":{"hour":24}}""", "backup.hour")]
    [InlineData("""{"backup":{"keep":0}}""", "backup.keep")]
    [InlineData("""{"logo":"https://example.org/logo.png"}""", "logo")]
    [InlineData("""{"logo":"data:image/png;base64,PHN2Zz4="}""", "logo")]
    [InlineData("""{"logo":"data:text/html;base64,PHNjcmlwdD4="}""", "logo")]
    [InlineData("""{"colour":"red"}""", "colour")]
    public async Task Update_BadInput_NamesThePlace(string body, string param)
    {
        var answer = await host.Admin.Post(Path, body);
        Assert.Equal((400, param), (answer.Status, answer.Param));
    }

    [Theory]
    [InlineData("""<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>""")]
    [InlineData("""<html xmlns="http://www.w3.org/1999/xhtml"></html>""")]
    [InlineData("""<svg xmlns="http://www.w3.org/2000/svg">""")]
    public async Task Logo_ThatIsNoSoundSvg_IsRefused(string text)
    {
        var answer = await host.Admin.Post(Path, $$"""{"logo":"data:image/svg+xml;base64,{{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}}"}""");
        Assert.Equal((400, "logo"), (answer.Status, answer.Param));
    }
}

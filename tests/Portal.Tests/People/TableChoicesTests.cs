using Portal.Client.Projects;

namespace Portal.Tests.PeopleFeature;

public sealed class TableChoicesTests(PortalHost host) : IClassFixture<PortalHost>
{
    const string Path = "/v2/profile/tables";

    [Fact]
    public async Task Choice_IsInTheSessionOfThatPersonAlone_UntilItIsTakenBack()
    {
        using var ada = (await host.SignedIn(await host.AddUser(Role.Admin), People.Password)).Client;
        using var vera = (await host.SignedIn(await host.AddUser(Role.Viewer), People.Password)).Client;
        Assert.Equal(200, (await ada.Put($"{Path}/people", """{"columns":["role","seen"]}""")).Status);
        Assert.Equal(200, (await ada.Put($"{Path}/keys", """{"columns":[]}""")).Status);
        Assert.Equal("""{"people":["role","seen"],"keys":[]}""", (await ada.Get("/v2/session"))["table_columns"].ToString());
        Assert.Equal("{}", (await vera.Get("/v2/session"))["table_columns"].ToString());

        Assert.Equal(200, (await ada.Put($"{Path}/people", """{"columns":null}""")).Status);

        Assert.Equal("""{"keys":[]}""", (await ada.Get("/v2/session"))["table_columns"].ToString());
        var id = (await ada.Get("/v2/session"))["user_id"].GetString();
        Assert.Equal(3, (await host.Audit("profile.updated", id)).Count);
    }

    [Theory]
    [InlineData("no%20table", """{"columns":[]}""", "table")]
    [InlineData("people", """{"columns":["role","role"]}""", "columns")]
    [InlineData("people", """{"columns":["<b>"]}""", "columns")]
    [InlineData("people", """{"columns":[null]}""", "columns[0]")]
    [InlineData("people", """{"colour":"red"}""", "colour")]
    public async Task BadInput_NamesTheField(string table, string body, string param)
    {
        using var owner = (await host.SignedIn()).Client;
        var refused = await owner.Put($"{Path}/{table}", body);
        Assert.Equal((400, param), (refused.Status, refused.Param));
    }

    [Fact]
    public async Task Tables_AreNotWithoutEnd()
    {
        using var person = (await host.SignedIn(await host.AddUser(Role.Agent), People.Password)).Client;
        var names = Enumerable.Range(0, 50).Select(number => $"t_{(char)('a' + number / 26)}{(char)('a' + number % 26)}");
        foreach (var name in names) Assert.Equal(200, (await person.Put($"{Path}/{name}", """{"columns":[]}""")).Status);
        Assert.Equal((400, "table"), await person.Put($"{Path}/one_more", """{"columns":[]}""") is var refused ? (refused.Status, refused.Param) : default);
    }
}

using Portal.Client.Projects;
using Portal.Tests;
using Portal.Tests.Hosting;
using TestPeople = Portal.Tests.People;

// Not in Hosting, where the name of the portal's class would be hidden by the feature of the same name.
namespace Portal.BrowserTests;

/// <summary>Somebody of a project's team, an agent of the organization.</summary>
public sealed record Person(PortalHost Portal, string Id, string Name)
{
    public string Email => $"{Id}@example.org";

    public static async Task<Person> Join(PortalHost portal, string projectId, string name, ChatAccess access = ChatAccess.Write)
    {
        var id = TestPeople.UserIdOf(await portal.AddUser(Role.Agent));
        await portal.AddMember(projectId, $"{id}@example.org", Role.Agent, access);
        var named = await portal.Admin.Post($"/v2/organization/users/{id}", $$"""{"name":{{Desk.Text(name)}}}""");
        Assert.Equal(200, named.Status);
        return new(portal, id, name);
    }

    /// <summary>Signed in, with the path open.</summary>
    public async Task<Hosting.Visit> Visit(Hosting.Chromium chromium, string path)
    {
        var visit = await Hosting.Visit.Begin(chromium, Portal.Address);
        await visit.SignIn(path, Email, TestPeople.Password);
        return visit;
    }

    /// <summary>Calls in the person's name.</summary>
    public async Task<Answered> Post(string path, string json = "{}")
    {
        using var browser = await Portal.SignedIn(Email, TestPeople.Password);
        var answer = await browser.Client.Post(path, json);
        Assert.True(answer.Status is 200 or 201, $"{path}: {answer.Status} {answer.Body}");
        return answer;
    }
}

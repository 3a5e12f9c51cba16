using Portal.Client.Api;
using Portal.Client.CannedReplies;
using Portal.Tests.Hosting;

namespace Portal.Tests.Contracts;

public abstract class CannedRepliesContract(PortalHost host, Side side) : Contract<ICannedRepliesService>(host, side)
{
    static CannedReplyInput Input(string name) => new() { Name = name, Title = "A title", Text = "Dear {{customer.name}}" };

    [Fact]
    public async Task Create_Read_Change_Delete()
    {
        var project = await Host.AddProject();
        var made = Ok(await Service.Create(project, Input("hello"), Cancellation));
        Assert.Equal(made, Ok(await Service.Get(project, made.Id, Cancellation)));
        var changed = Ok(await Service.Update(project, made.Id, Input("goodbye") with { Text = "Bye" }, Cancellation));
        Assert.Equal(("goodbye", "Bye", made.CreatedAt), (changed.Name, changed.Text, changed.CreatedAt));
        Assert.Equal(changed, Assert.Single(Ok(await Service.List(project, CannedReplyOrder.Name, ListQuery.Default, Cancellation)).Data));
        Assert.Equal(new Deleted(made.Id, "canned_reply.deleted"), Ok(await Service.Delete(project, made.Id, Cancellation)));
        Refused(await Service.Get(project, made.Id, Cancellation), 404, "not_found");
    }

    [Fact]
    public async Task List_ByName_IsInThatOrder()
    {
        var project = await Host.AddProject();
        foreach (var name in new[] { "b", "C", "a" }) Ok(await Service.Create(project, Input(name), Cancellation));
        var page = Ok(await Service.List(project, CannedReplyOrder.Name, new(2, Ascending: true), Cancellation));
        Assert.Equal(["a", "b"], page.Data.Select(one => one.Name));
        Assert.True(page.HasMore);
        Assert.Equal("C", Assert.Single(Ok(await Service.List(project, CannedReplyOrder.Name, new(2, Ascending: true, After: page.LastId), Cancellation)).Data).Name);
    }

    [Fact]
    public async Task NameThatIsTaken_IsAConflict()
    {
        var project = await Host.AddProject();
        Ok(await Service.Create(project, Input("hello"), Cancellation));
        Refused(await Service.Create(project, Input("HELLO"), Cancellation), 409, "name_taken", "name");
    }
}

public sealed class CannedRepliesOnServer(PortalHost host) : CannedRepliesContract(host, Side.Server);

public sealed class CannedRepliesInBrowser(PortalHost host) : CannedRepliesContract(host, Side.Browser);

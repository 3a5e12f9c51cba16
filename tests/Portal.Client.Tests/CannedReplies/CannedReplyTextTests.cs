using Portal.Client.CannedReplies;
using Portal.Client.Threads;

namespace Portal.Client.Tests.CannedReplies;

public sealed class CannedReplyTextTests
{
    static readonly CannedReplyValues Values = new("Ada", "Bo", "Broken lamp", new Dictionary<string, string> { ["order"] = "4711", ["empty"] = "" }, "Monday");

    [Theory]
    [InlineData("Dear {{customer.name}}, it is {{ today }}.", "Dear Ada, it is Monday.", "")]
    [InlineData("{{user.name}} on {{thread.title}}: {{metadata.order}}", "Bo on Broken lamp: 4711", "")]
    [InlineData("{{customer.nmae}} and {{customer.nmae}}", "{{customer.nmae}} and {{customer.nmae}}", "customer.nmae")]
    [InlineData("{{metadata.none}}, {{metadata.empty}}", "{{metadata.none}}, {{metadata.empty}}", "metadata.none metadata.empty")]
    [InlineData("{{}} { {today} } {{today", "{{}} { {today} } {{today", "")]
    public void Fill_PutsInWhatIsKnown_AndReportsTheRest(string text, string filled, string unknown)
    {
        var reply = CannedReplyText.Fill(text, Values);

        Assert.Equal((filled, unknown), (reply.Text, string.Join(' ', reply.Unknown)));
    }

    [Fact]
    public void Fill_ReadsNoValueAgain()
    {
        var reply = CannedReplyText.Fill("{{customer.name}}", Values with { CustomerName = "{{user.name}}" });

        Assert.Equal("{{user.name}}", reply.Text);
        Assert.Empty(reply.Unknown);
    }

    [Theory]
    [InlineData("""customer_name=Ada,name=Bo""", "Ada")]
    [InlineData("""name=Bo""", "Bo")]
    [InlineData("""customer_name= ,customer=Cy""", "Cy")]
    [InlineData("""order=1""", null)]
    public void Of_FindsTheCustomerInTheMetadata(string metadata, string? name)
    {
        var pairs = metadata.Split(',').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        var thread = new ChatThread("thread_1", "proj_1", "asst_1", "Lamp", ThreadStatus.Active, "user_1", null, pairs, 1, null);

        Assert.Equal(new CannedReplyValues(name, "Me", "Lamp", pairs, "today"), CannedReplyValues.Of(thread, "Me", "today"));
    }

    [Fact]
    public void Misspelled_AreThoseThatNoThreadFillsIn() =>
        Assert.Equal(["customer", "metadata."], CannedReplyText.Misspelled("{{customer}} {{metadata.any}} {{metadata.}} {{today}}"));
}

using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Client.Layout;
using Portal.Client.Runs;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class ConnectionStatusTests : BunitContext
{
    readonly FakeTimeProvider time = new();

    public ConnectionStatusTests()
    {
        Services.AddSingleton<TimeProvider>(time);
        Services.AddPages();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    LiveConnection Live => Services.GetRequiredService<LiveConnection>();

    [Fact]
    public void Connected_IsQuiet() => Assert.Equal("", Render<ConnectionStatus>().Find("[role=status]").TextContent.Trim());

    [Theory]
    [InlineData(LiveState.Reconnecting, "Reconnecting…")]
    [InlineData(LiveState.Offline, "Offline")]
    public void Lost_SaysSo(LiveState state, string text)
    {
        var status = Render<ConnectionStatus>();

        Live.Set(state);

        status.WaitForAssertion(() => Assert.Equal(text, status.Find("[role=status]").TextContent.Trim()));
    }

    [Fact]
    public void BackAfterARestart_SaysWhatWasMissed_ForAWhile()
    {
        var status = Render<ConnectionStatus>();
        Live.Note(new(ServerRestarted: true));
        Live.Note(new(Tokens: 300));
        Live.Note(new(Tokens: 12));
        status.WaitForAssertion(() => Assert.Equal(["Server restarted", "Caught up, about 312 tokens"], status.FindAll(".chip").Select(chip => chip.TextContent.Trim())));

        time.Advance(TimeSpan.FromSeconds(10));

        status.WaitForAssertion(() => Assert.Empty(status.FindAll(".chip")));
    }
}

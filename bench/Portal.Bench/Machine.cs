using System.Runtime.InteropServices;

namespace Portal.Bench;

static class Machine
{
    public static string Describe() =>
        $"Machine: {Environment.ProcessorCount} cores ({Field("/proc/cpuinfo", "model name")}), {Gigabytes():0} GB memory, " +
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}. " +
        "Portal, provider, clients and browser share it.";

    /// <summary>Megabytes that a process holds.</summary>
    public static double ResidentMegabytes(int processId) => Kilobytes($"/proc/{processId}/status", "VmRSS") / 1024;

    static double Gigabytes() => Kilobytes("/proc/meminfo", "MemTotal") / 1024 / 1024;

    static double Kilobytes(string file, string name) => double.Parse(Field(file, name).Replace(" kB", "", StringComparison.Ordinal));

    static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}

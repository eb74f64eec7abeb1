using System.Diagnostics;
using System.Runtime.Versioning;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

/// <summary>Writing a file anew changes its contents and nothing else.</summary>
public sealed class SaveTests
{
    private static readonly SafetensorsTensor[] s_tensors = [SafetensorsTensor.FromFloats("w", [1], [3f])];

    [Theory]
    [InlineData("600")]
    [InlineData("640")]
    [InlineData("664")]
    [InlineData("444")]
    [UnsupportedOSPlatform("windows")]
    public void The_mode_of_the_file_that_is_replaced_stays(string mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        using var folder = new TemporaryFolder();
        var expected = (UnixFileMode)Convert.ToInt32(mode, 8);
        File.WriteAllText(folder.File("m"), "old");
        File.SetUnixFileMode(folder.File("m"), expected);
        SafetensorsWriter.Write(folder.File("m"), s_tensors);
        Assert.Equal(expected, File.GetUnixFileMode(folder.File("m")));
        Assert.Equal([3f], SafetensorsFile.Load(folder.File("m"))["w"].ToFloats());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void While_it_is_written_nobody_else_may_read_what_only_the_owner_may()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("m"), "old");
        File.SetUnixFileMode(folder.File("m"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        UnixFileMode during = default;
        using var looking = new LookingMemory(() => during = File.GetUnixFileMode(folder.File(folder.Names().Single(name => name != "m"))));
        SafetensorsWriter.Write(folder.File("m"), [new("b", SafetensorsDtype.U8, [LookingMemory.Length], looking.Memory)]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, during);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_new_file_gets_what_the_umask_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("plain"), "");
        SafetensorsWriter.Write(folder.File("m"), s_tensors);
        Assert.Equal(File.GetUnixFileMode(folder.File("plain")), File.GetUnixFileMode(folder.File("m")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_link_stays_and_what_it_leads_to_is_replaced(int links)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("versions"));
        File.WriteAllText(folder.File("versions/1"), "old");
        string target = "versions/1";
        for (int link = 1; link <= links; link++)
        {
            File.CreateSymbolicLink(folder.File($"link{link}"), target);
            target = $"link{link}";
        }

        SafetensorsWriter.Write(folder.File(target), s_tensors);
        for (int link = 1; link <= links; link++)
        {
            Assert.NotNull(new FileInfo(folder.File($"link{link}")).LinkTarget);
        }

        Assert.Equal([3f], SafetensorsFile.Load(folder.File("versions/1"))["w"].ToFloats());
        Assert.Equal(["1"], Directory.GetFiles(folder.File("versions")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_to_nothing_yet_leads_to_the_new_file()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("link"), "m");
        SafetensorsWriter.Write(folder.File("link"), s_tensors);
        Assert.Equal("m", new FileInfo(folder.File("link")).LinkTarget);
        Assert.Equal([3f], SafetensorsFile.Load(folder.File("m"))["w"].ToFloats());
    }

    [Fact]
    public void What_a_killed_process_left_goes_with_the_next_save_of_the_same_file()
    {
        using var folder = new TemporaryFolder();
        string left = Leave(folder, "m");
        string ofAnother = Leave(folder, "another");
        string[] others = ["m.tmp", ".m.tmp", ".m.0123456789abcdef0123456789abcdef.tmp", "notes"];
        foreach (string other in others)
        {
            File.WriteAllText(folder.File(other), "of somebody else");
            File.SetLastWriteTimeUtc(folder.File(other), DateTime.UtcNow.AddDays(-2));
        }

        SafetensorsWriter.Write(folder.File("m"), s_tensors); // left a moment ago: its writer may be at work on another machine
        Assert.True(File.Exists(left));

        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-2));
        File.SetLastWriteTimeUtc(ofAnother, DateTime.UtcNow.AddDays(-2));
        using (new FileStream(left, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            SafetensorsWriter.Write(folder.File("m"), s_tensors); // old, but in use
            Assert.True(File.Exists(left));
            File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-2));
        }

        SafetensorsWriter.Write(folder.File("m"), s_tensors);
        Assert.Equal([.. others.Append("m").Append(Path.GetFileName(ofAnother)).Order()], folder.Names());
    }

    [Fact]
    public void A_name_as_long_as_names_may_be_can_be_saved()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in new[] { new string('m', 255), string.Concat(Enumerable.Repeat("é", 127)), string.Concat(Enumerable.Repeat("😀", 63)) })
        {
            SafetensorsWriter.Write(folder.File(name), s_tensors);
            Assert.Equal([name], folder.Names());
            File.Delete(folder.File(name));
        }
    }

    [Fact]
    public void A_folder_is_not_replaced()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("m"));
        foreach (string path in new[] { folder.File("m"), folder.File("m") + Path.DirectorySeparatorChar, folder.File("new") + Path.DirectorySeparatorChar })
        {
            Assert.Equal($"{path}: this names a folder; a file was expected.", Assert.ThrowsAny<IOException>(() => SafetensorsWriter.Write(path, s_tensors)).Message);
        }

        Assert.Equal(["m"], folder.Names());
    }

    [Fact]
    public async Task Saves_of_the_same_file_at_the_same_time_leave_one_whole_file()
    {
        using var folder = new TemporaryFolder();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
        {
            for (int n = 0; n < 20; n++)
            {
                SafetensorsWriter.Write(folder.File("m"), [SafetensorsTensor.FromFloats("w", [1000], Enumerable.Repeat((float)writer, 1000).ToArray())]);
                Assert.Single(SafetensorsFile.Load(folder.File("m"))["w"].ToFloats().Distinct());
            }
        })));
        Assert.Equal(["m"], folder.Names());
    }

    [Fact]
    public void A_file_that_is_read_can_be_replaced()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("m"), s_tensors);
        using var reading = new FileStream(folder.File("m"), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        SafetensorsWriter.Write(folder.File("m"), [SafetensorsTensor.FromFloats("w", [1], [4f])]);
        Assert.Equal([3f], SafetensorsFile.Load(reading)["w"].ToFloats());
        Assert.Equal([4f], SafetensorsFile.Load(folder.File("m"))["w"].ToFloats());
    }

    /// <summary>The name that a save of a file writes to, with something in it.</summary>
    private static string Leave(TemporaryFolder folder, string name)
    {
        string temporary = "";
        string[] before = [.. folder.Names()];
        using var looking = new LookingMemory(() => temporary = folder.Names().Except(before).Single(found => found != name));
        SafetensorsWriter.Write(folder.File(name), [new("b", SafetensorsDtype.U8, [LookingMemory.Length], looking.Memory)]);
        File.Delete(folder.File(name));
        Assert.Contains(name, temporary, StringComparison.Ordinal);
        File.WriteAllText(folder.File(temporary), "half of a file");
        return folder.File(temporary);
    }
}

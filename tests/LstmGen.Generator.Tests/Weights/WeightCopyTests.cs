using LstmGen.Build;

namespace LstmGen.Generator.Tests.Weights;

/// <summary>What the assembly gets is the file's content at the time of the build, and nothing is written where that has not changed.</summary>
public sealed class WeightCopyTests : IDisposable
{
    private static readonly DateTime Old = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lstmgen-copy-");

    private string Source => Path.Combine(_folder.FullName, "w.safetensors");

    private string Copy => Path.Combine(_folder.FullName, "obj", "w.lstmweights");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("rolled back: older time, other shape", "weight_ih_l0 F32 [8, 2]", true)]
    [InlineData("rolled back: older time, same size", "weight_hh_l0 F32 [8, 1]", true)]
    [InlineData("written later", "weight_ih_l0 F32 [8, 2]", false)]
    public void Another_content_is_taken_whatever_its_time(string what, string description, bool older)
    {
        Update(WeightFiles.Of("weight_ih_l0 F32 [8, 1]"), DateTime.UtcNow);
        byte[] other = WeightFiles.Of(description);
        Update(other, older ? Old : DateTime.UtcNow.AddMinutes(1));
        Assert.True(File.ReadAllBytes(Copy).SequenceEqual(other), what);
        Assert.Equal(HeaderText.Describe(new MemoryStream(other)), File.ReadAllText(Copy + ".json"));
    }

    [Fact]
    public void Other_values_under_the_same_header_leave_the_text_alone()
    {
        byte[] file = WeightFiles.Of("weight_ih_l0 F32 [80000]");
        Update(file, Old);
        File.SetLastWriteTimeUtc(Copy + ".json", Old);
        file[^1] = 1;
        Update(file, Old);
        Assert.True(File.ReadAllBytes(Copy).SequenceEqual(file));
        Assert.Equal(Old, File.GetLastWriteTimeUtc(Copy + ".json"));
        Assert.True(File.GetLastWriteTimeUtc(Copy) > Old.AddYears(1), "the compiler looks at the copy's time");
    }

    [Fact]
    public void A_touched_file_writes_nothing()
    {
        byte[] file = WeightFiles.Of("weight_ih_l0 F32 [80000]");
        Update(file, Old);
        File.SetLastWriteTimeUtc(Copy, Old);
        File.SetLastWriteTimeUtc(Copy + ".json", Old);
        Update(file, DateTime.UtcNow);
        Assert.Equal((Old, Old), (File.GetLastWriteTimeUtc(Copy), File.GetLastWriteTimeUtc(Copy + ".json")));
    }

    [Fact]
    public void A_deleted_file_leaves_no_copy_and_a_restored_one_is_taken()
    {
        byte[] file = WeightFiles.Of("weight_ih_l0 F32 [8, 1]");
        Update(file, Old);
        File.Delete(Source);
        WeightCopy.Update(Source, Copy);
        Assert.False(File.Exists(Copy));
        Assert.Equal("""{"error":"there is no such file"}""", File.ReadAllText(Copy + ".json"));
        Update(file, Old);
        Assert.True(File.ReadAllBytes(Copy).SequenceEqual(file));
    }

    private void Update(byte[] content, DateTime time)
    {
        File.WriteAllBytes(Source, content);
        File.SetLastWriteTimeUtc(Source, time);
        WeightCopy.Update(Source, Copy);
        Assert.DoesNotContain(_folder.GetFiles("*", SearchOption.AllDirectories), file => file.Name.EndsWith(".tmp", StringComparison.Ordinal));
    }
}

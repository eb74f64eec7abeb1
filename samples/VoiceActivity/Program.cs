using LstmGen.Formats;
using LstmGen.Samples;
using LstmGen.Samples.VoiceActivity;
var net = new VoiceNetwork(SafetensorsFile.Load(args[0]));
var s = new VoiceStream(net); using var wav = WaveReader.Open(args[1], 16000); using var r = NumberLines.Open(args[2]);
float[] f = new float[512]; float[] e = new float[1]; double worst = 0; int n = 0;
var sw = System.Diagnostics.Stopwatch.StartNew(); long a0=GC.GetAllocatedBytesForCurrentThread();
while (wav.Read(f) == 512 && r.Read(e)) { worst = Math.Max(worst, Math.Abs(s.Next(f) - e[0])); n++; }
Console.WriteLine($"{n} {worst} {sw.Elapsed.TotalMicroseconds / n} us {GC.GetAllocatedBytesForCurrentThread()-a0}");
for (int k = 0; k < 30; k++) { sw.Restart(); for (int i = 0; i < 500; i++) s.Next(f); Console.WriteLine(sw.Elapsed.TotalMicroseconds / 500); }

"""Calls a user over /signal with aiortc: audio of 440 Hz and a data channel. Nothing special to
Jackfield: JSON over a WebSocket. Arguments: url user password callee."""
import asyncio
import fractions
import json
import math
import ssl
import struct
import sys
import time

import av
import websockets
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack
from aiortc.sdp import candidate_from_sdp


class Tone(MediaStreamTrack):
    kind = "audio"

    def __init__(self):
        super().__init__()
        self.sent = 0
        self.began = time.time()

    async def recv(self):
        await asyncio.sleep(max(0, self.began + self.sent / 48000 - time.time()))
        samples = [int(12000 * math.sin(2 * math.pi * 440 * (self.sent + i) / 48000)) for i in range(960)]
        frame = av.AudioFrame(format="s16", layout="mono", samples=960)
        frame.planes[0].update(struct.pack("<960h", *samples))
        frame.sample_rate = 48000
        frame.pts = self.sent
        frame.time_base = fractions.Fraction(1, 48000)
        self.sent += 960
        return frame


async def hear(track):
    crossings = 0
    heard = 0
    last = 0
    while heard < 48000 * 4:
        frame = await track.recv()
        channels = len(frame.layout.channels)
        values = struct.unpack("<%dh" % (frame.samples * channels), bytes(frame.planes[0])[: 2 * frame.samples * channels])
        for value in values[::channels]:
            if heard > 48000 * 3 and last < 0 <= value:
                crossings += 1
            last = value
            heard += 1
    print("heard", crossings, flush=True)


async def main(url, user, password, callee):
    trust = ssl.create_default_context()
    trust.check_hostname = False
    trust.verify_mode = ssl.CERT_NONE
    async with websockets.connect(url, ssl=trust) as ws:
        async def send(**message):
            await ws.send(json.dumps(message))

        await send(type="auth", user=user, password=password)
        pc = RTCPeerConnection()
        pc.addTrack(Tone())
        channel = pc.createDataChannel("chat")
        channel.on("open", lambda: channel.send("hello from aiortc"))
        channel.on("message", lambda text: print("said", text, flush=True))
        pc.on("track", lambda track: asyncio.ensure_future(hear(track)))
        async for text in ws:
            message = json.loads(text)
            kind = message["type"]
            if kind == "auth-ok":
                print("in as", message["userId"], flush=True)
                await pc.setLocalDescription(await pc.createOffer())
                offer = {"type": "offer", "sdp": pc.localDescription.sdp}
                await send(type="call-offer", toId=callee, callId="call_%d" % (time.time() * 1000),
                           offer=offer, callType="audio", fromUsername=user)
            elif kind == "call-answer":
                await pc.setRemoteDescription(RTCSessionDescription(**message["answer"]))
            elif kind == "ice-candidate" and (message.get("candidate") or {}).get("candidate"):
                found = message["candidate"]
                candidate = candidate_from_sdp(found["candidate"].split(":", 1)[1])
                candidate.sdpMid = found.get("sdpMid")
                candidate.sdpMLineIndex = found.get("sdpMLineIndex")
                await pc.addIceCandidate(candidate)
            elif kind in ("call-end", "call-reject"):
                print("over", kind, flush=True)
                break
        await pc.close()


asyncio.run(main(*sys.argv[1:]))

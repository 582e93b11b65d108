"""The desk's own hardware: camera, measuring of pictures, chip reader."""
